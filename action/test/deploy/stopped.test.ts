import { afterEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open.ts';
import { shippedMessages } from '../emulators/shipped.ts';

import { account, held, type Scene, shippedAtSendgrid } from '../emulators/shipped-at-sendgrid.ts';
import { line } from '../ledger/samples.ts';

let scene: Scene;
afterEach(() => scene.remove());

/** Everything is there once: no object, and no version, was written twice. */
async function expectAllOnce(): Promise<void> {
  const there = await held(scene);
  expect([...there.keys()].sort()).toEqual([...shippedMessages(scene.root, account).keys()].sort());
  for (const [at, templates] of there) {
    expect(templates, at).toHaveLength(1);
    expect(templates[0]?.versions, at).toHaveLength(1);
  }
}

describe('a deployment that is stopped', () => {
  it('while it waits for a limit does not wait any longer, and the next one goes on', { timeout: 60_000 }, async () => {
    // What is not sent in one window is sent 110 s later.
    scene = await shippedAtSendgrid({ rate: { per: 'key', limit: 40, seconds: 110 } });
    let waited = false;
    const stopped = await scene.run('deploy', {
      onStderr: (text, kill) => {
        if (waited || !text.includes('Waiting for sendgrid-us')) return;
        waited = true;
        kill('SIGINT');
      },
    });
    expect(waited).toBe(true);
    expect(stopped, stopped.stderr).toMatchObject({ exitCode: 5 });
    expect(stopped.stdout).toContain('the run was stopped; the next deployment writes them');
    expect((await openLedger(undefined, { root: scene.root, env: {} }).read()).holder()).toBeUndefined();
    scene.emulator.settings.rate = null;
    const next = await scene.run('deploy --json');
    expect(next, next.stderr).toMatchObject({ exitCode: 0 });
    await expectAllOnce();
  });

  it('leaves nothing on record for ever: a workspace that is no more holds nothing of it', async () => {
    scene = await shippedAtSendgrid();
    const store = openLedger(undefined, { root: scene.root, env: {} });
    const dead = await store.acquire('dead', { timeout: 0 });
    await dead.append([{ op: 'intend', destination: { account, workspace: 'gone' }, line: line('gone') }]);
    await dead.release();
    const next = await scene.run('deploy --json');
    expect(next, next.stderr).toMatchObject({ exitCode: 0 });
    expect((await store.read()).journals()).toEqual([]);
  });

  it('in the middle of a write leaves it on record, so that the next one need not write it again', async () => {
    let writes = 0;
    let stop = () => {};
    scene = await shippedAtSendgrid({
      onExchange: ({ request: { method, path } }) => {
        // The vendor has carried it out; its answer is still on its way.
        if (method === 'POST' && path.endsWith('/versions') && ++writes === 3) stop();
      },
    });
    const stopped = await scene.run('deploy', { onStart: (child) => (stop = () => child.kill('SIGINT')) });
    expect(stopped, stopped.stderr).toMatchObject({ exitCode: 5 });
    const next = await scene.run('deploy --json');
    expect(next, next.stderr).toMatchObject({ exitCode: 0 });
    expect(writes).toBe(shippedMessages(scene.root, account).size);
    await expectAllOnce();
  });
});
