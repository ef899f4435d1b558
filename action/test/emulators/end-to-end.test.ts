import { afterEach, describe, expect, it } from 'vitest';
import { formatMarker } from '../../src/providers/marker.ts';
import { shippedMessages } from './shipped.ts';
import { account, held, key, type Scene, shippedAtSendgrid, subuserKey } from './shipped-at-sendgrid.ts';

let scene: Scene;
afterEach(() => scene.remove());

const isWrite = ({ method }: { method: string }) => method !== 'GET';

/** What the vendor holds is what the repository renders, once, live and marked. */
async function expectAllThere(): Promise<void> {
  const wanted = shippedMessages(scene.root, account);
  const there = await held(scene);
  expect([...there.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [at, { fields }] of wanted) {
    const templates = there.get(at) ?? [];
    expect(templates, at).toHaveLength(1);
    const active = templates.flatMap(({ versions }) => versions).filter((version) => version.active === 1);
    expect(active, at).toHaveLength(1);
    const [{ subject, html_content, plain_content, name } = {} as never] = active;
    expect({ subject, html_content, plain_content }, at).toEqual({
      subject: fields.subject,
      html_content: fields.html,
      plain_content: fields.text,
    });
    expect(name).toMatch(formatMarker({ repository: 'larder-messaging', digest12: '' }));
  }
}

describe('the shipped repository at an emulated SendGrid', () => {
  it('is deployed over HTTP, found unchanged, and changed where a string changes', async () => {
    scene = await shippedAtSendgrid();
    const first = await scene.run('deploy --json');
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    await expectAllThere();
    expect(shippedMessages(scene.root, account).size).toBeGreaterThan(20);

    scene.emulator.requests.length = 0;
    const second = await scene.run('deploy --json');
    expect(second.exitCode).toBe(0);
    expect(scene.emulator.requests).toEqual([]);

    scene.replace('templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    const third = await scene.run('deploy --json');
    expect(third, third.stderr).toMatchObject({ exitCode: 0 });
    await expectAllThere();
    const versions = [...(await held(scene))].map(([at, [template]]) => [at.split('/')[1], template?.versions.length]);
    // The version before stays, to go back to.
    expect(new Set(versions.filter(([, count]) => count === 2).map(([name]) => name))).toEqual(new Set(['welcome.en']));
    expect(versions.every(([, count]) => count === 1 || count === 2)).toBe(true);
    for (const { stdout, stderr } of [first, second, third]) expect(stdout + stderr).not.toContain(key);
  });

  it('when killed while it creates, and while it changes, the next run completes it without twins', async () => {
    let left = 0;
    let kill = () => {};
    scene = await shippedAtSendgrid({
      onExchange: ({ request }) => {
        if (isWrite(request) && --left === 0) kill();
      },
    });
    const killedAfter = async (writes: number): Promise<void> => {
      left = writes;
      const killed = await scene.run('deploy', { onStart: (child) => (kill = () => child.kill('SIGKILL')) });
      expect(killed.exitCode).toBeNull();
      const next = await scene.run('deploy --json');
      expect(next, next.stderr).toMatchObject({ exitCode: 0 });
      await expectAllThere();
    };
    const versions = async () => [...(await held(scene)).values()].flat().map((template) => template.versions.length);
    // An odd number: a template that has no version yet.
    await killedAfter(17);
    expect(new Set(await versions())).toEqual(new Set([1]));
    for (const words of ['!', '?']) {
      scene.replace('templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, `$1 ${words}`);
      await killedAfter(3);
    }
    expect(new Set(await versions())).toEqual(new Set([1, 2]));
  });

  it('fails with 4 where a key is refused or missing, and writes everywhere else', async () => {
    scene = await shippedAtSendgrid();
    const wrong = await scene.run('deploy --json', { credential: 'SG.canary-that-is-wrong' });
    expect(wrong.exitCode).toBe(4);
    expect(wrong.stdout + wrong.stderr).not.toContain('SG.canary-that-is-wrong');
    const { pairs } = wrong.json() as {
      pairs: { account: string; outcome: string; failure?: string; error?: string }[];
    };
    for (const { account, outcome, failure } of pairs) {
      const isThere = account === 'sendgrid-us';
      expect({ outcome, failure }).toEqual(
        isThere ? { outcome: 'failed', failure: 'credentials' } : { outcome: 'deployed', failure: undefined },
      );
    }
    expect(scene.emulator.requests.filter(isWrite)).toEqual([]);
    const planned = await scene.run('plan', { credential: '' });
    expect(planned.exitCode).toBe(4);
    expect(planned.stderr.match(/could not be read/g)).toHaveLength(1);
    expect(planned.stderr).toContain('workspaces could not be read: There is no key for sendgrid-us/<workspace>:');
    const { unreadable: unseen } = (await scene.run('plan --json', { credential: '' })).json() as {
      unreadable: { account: string; workspace: string; failure: string; error: string }[];
    };
    expect(unseen.map(({ workspace }) => workspace)).toEqual([...scene.emulator.vendor.workspaces()].sort());
    for (const { account: at, workspace, failure, error } of unseen) {
      expect({ at, failure }).toEqual({ at: account, failure: 'credentials' });
      expect(error).toContain(`There is no key for ${account}/${workspace}:`);
    }
    const missing = await scene.run('deploy --json', { credential: '' });
    expect(missing.exitCode).toBe(4);
    expect(missing.stdout).toContain('sendgrid-us/sunnyside: the variable TENANTRY_SENDGRID_US is not set');
    const rebuilt = await scene.run('ledger rebuild --json', { credential: '' });
    expect(rebuilt.exitCode).toBe(4);
    const { unreadable } = rebuilt.json() as { unreadable: { account: string; workspace: string; failure: string }[] };
    expect(unreadable.map(({ workspace }) => workspace)).toEqual(
      expect.arrayContaining([...scene.emulator.vendor.workspaces()]),
    );
    expect(new Set(unreadable.map(({ account, failure }) => `${account} ${failure}`))).toEqual(
      new Set(['sendgrid-us credentials']),
    );
    const told = await scene.run('ledger rebuild', { credential: '' });
    expect(told.exitCode).toBe(4);
    expect(told.stdout).toContain('sendgrid-us/<workspace>: the variable TENANTRY_SENDGRID_US is not set');
    for (const { workspace } of unreadable) expect(told.stdout).toContain(`sendgrid-us/${workspace}`);
  });

  it('says of a workspace that is not there the same when it plans and when it deploys', async () => {
    scene = await shippedAtSendgrid();
    scene.replace('tenants/sunnyside/tenant.yaml', 'email: { id: sunnyside }', 'email: { id: sunyside }');
    const words = 'There is no workspace sendgrid-us/sunyside. Create it at the vendor, or correct its id.';
    const planned = await scene.run('plan --tenant sunnyside');
    expect(planned.stderr).toContain(`sendgrid-us/sunyside could not be read: ${words}`);
    const ran = await scene.run('deploy --tenant sunnyside');
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain(words);
    expect(ran.stdout).toContain('Next: fix the causes above, then npm run tenantry -- deploy ');
  });

  it('refuses an id that a vendor cannot have before anybody is asked, and without a key', async () => {
    scene = await shippedAtSendgrid();
    const iterable = 'provider: iterable\n    credentials: { env: TENANTRY_ITERABLE }\n';
    scene.replace('.github/tenantry.yml', /^accounts:\n/m, `accounts:\n  iterable-us:\n    ${iterable}`);
    scene.replace('tenants/sunnyside/tenant.yaml', 'push: { account: demo-sendgrid', 'push: { account: iterable-us');
    const words = '8:37 error in the account “iterable-us”, "sunnyside" cannot be the number of an Iterable project';
    for (const command of ['validate', 'plan', 'deploy', 'ledger rebuild']) {
      const ran = await scene.run(`${command} --tenant sunnyside`, { credential: '' });
      expect(ran.exitCode, command).toBe(3);
      expect(ran.stdout + ran.stderr).toContain(words);
    }
    expect(scene.emulator.requests).toEqual([]);
  });

  it('writes nothing where a key leads to another workspace', async () => {
    scene = await shippedAtSendgrid();
    const [one, other] = scene.emulator.vendor.workspaces();
    const crossed = JSON.stringify({ [one!]: subuserKey(other!) });
    const ran = await scene.run('deploy --json', { credential: crossed });
    // A guard's refusal goes before the keys that are missing.
    expect(ran.exitCode).toBe(6);
    expect(ran.stdout).toContain(`sendgrid-us/${one} turns out to be sendgrid-us/${other}`);
    expect(ran.stdout + ran.stderr).not.toContain(subuserKey(other!));
    const planned = await scene.run('plan', { credential: crossed });
    expect(planned.exitCode).toBe(6);
    expect(planned.stderr).toContain(
      `sendgrid-us/${one} could not be read: sendgrid-us/${one} turns out to be sendgrid-us/${other}.`,
    );
    // Nor is what another workspace holds put on record.
    expect((await scene.run('ledger rebuild', { credential: crossed })).exitCode).toBe(6);
    expect(scene.emulator.requests.filter(isWrite)).toEqual([]);
  });
});
