import { afterEach, describe, expect, it } from 'vitest';
import { causesOf } from '../../src/commands/causes.ts';
import { WaitNotes } from '../../src/commands/wait-notes.ts';
import { type Scene, shippedAtSendgrid } from '../emulators/shipped-at-sendgrid.ts';

let scene: Scene | undefined;
afterEach(() => scene?.remove());

describe('workspaces that a vendor answers with errors', () => {
  it('on the first deployment are told by cause, with what to do, and are all that the next one touches', async () => {
    scene = await shippedAtSendgrid();
    const { faults, requests, vendor } = scene.emulator;
    const broken = vendor.workspaces().slice(0, 3);
    for (const workspace of broken) faults.add({ kind: 'status', status: 500, words: 'no luck', workspace });
    const first = await scene.run('deploy');
    expect(first, first.stderr).toMatchObject({ exitCode: 5 });
    expect(first.stderr).toMatch(/^Retrying: sendgrid-us\/[\w-]+: HTTP 500 \(attempt 2 of 4\)/m);
    const cause = /^ {2}failed {2}\d+ pairs in 3 workspaces: sendgrid-us\/<workspace>: .* with 500: “no luck”/m;
    expect(first.stdout).toMatch(cause);
    expect(first.stdout.match(/no luck/g)).toHaveLength(1);
    expect(first.stdout).toContain(`\n    ${broken.map((workspace) => `sendgrid-us/${workspace}`).join(', ')}\n`);
    expect(first.stdout).toMatch(/^Next: npm run tenantry -- deploy .* in 3 workspaces\)$/m);

    faults.clear();
    requests.length = 0;
    const next = await scene.run('deploy');
    expect(next, next.stderr).toMatchObject({ exitCode: 0 });
    expect(new Set(requests.flatMap(({ workspace }) => workspace ?? []))).toEqual(new Set(broken));
  });
});

describe('causes', () => {
  const at = (workspace: string, error: string) => ({ account: 'a', workspace, error });

  it('are one where errors differ by the workspace alone, those of most first', () => {
    const troubles = [
      at('x', 'a/x is full'),
      at('acme', 'There is no key for a/acme: add "acme"'),
      at('bolt', 'There is no key for a/bolt: add "bolt"'),
    ];
    expect(causesOf(troubles)).toEqual([
      { error: 'There is no key for a/<workspace>: add "<workspace>"', of: troubles.slice(1), workspaces: 2 },
      { error: 'a/x is full', of: troubles.slice(0, 1), workspaces: 1 },
    ]);
  });
});

describe('what is waited for', () => {
  it('is said of each limit, and of calls that are made again together', () => {
    const said: string[] = [];
    let now = 0;
    const notes = new WaitNotes(
      (text) => said.push(text),
      () => now,
    );
    const again = { attempt: 2, of: 4, because: 'HTTP 500' };
    notes.add({ account: 'a', workspace: 'w0', seconds: 1, again });
    for (let index = 1; index <= 5; index++) {
      now += 900;
      notes.add({ account: 'a', workspace: `w${index}`, seconds: 1, again: { ...again, attempt: 3 } });
    }
    now += 600;
    notes.add({ account: 'a', workspace: 'w1', seconds: 1, again: { ...again, attempt: 4, because: 'HTTP 429' } });
    notes.add({ account: 'a', seconds: 60 });
    const until = new Date(now + 60_000).toTimeString().slice(0, 8);
    expect(said).toEqual([
      'Retrying: a/w0: HTTP 500 (attempt 2 of 4)',
      'Retrying: a/w1: HTTP 429 (attempt 4 of 4); a/w2: HTTP 500 (attempt 3 of 4); ' +
        'a/w3: HTTP 500 (attempt 3 of 4); and 2 more workspaces',
      `Waiting for a until ${until} (60 s): the vendor’s rate limit is used up`,
    ]);
  });
});
