import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../src/ledger/open.ts';
import { shippedMessages } from '../emulators/shipped.ts';
import { account, held, type Scene, type Stored, shippedAtSendgrid } from '../emulators/shipped-at-sendgrid.ts';
import { line } from '../ledger/samples.ts';

/** Shorter than Tenantry's patience with a workspace: waiting for one that is silent cannot pass for not waiting. */
const timeout = 42_000;

/** Passes everything on to a vendor, but what concerns some workspaces only once it is allowed to. */
async function gateBefore(url: string, workspaces: readonly string[], allowed: Promise<void>): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const { headers, method, url: path = '/' } = incoming;
    const about = `${headers['on-behalf-of']} ${decodeURIComponent(path)}`;
    if (workspaces.some((workspace) => about.includes(workspace))) await allowed;
    const onward = request(url + path, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a deployment writes where it is answered while others, and what a dead run did there, are still waited for', {
  timeout,
}, async () => {
  const { promise: othersAreWritten, resolve } = Promise.withResolvers<void>();
  const missing = new Set<string>();
  const scene: Scene = await shippedAtSendgrid({
    onExchange: ({ request }) => {
      if (request.method === 'GET' || missing.size === 0) return;
      const workspace = String(request.headers['on-behalf-of']);
      for (const { name, versions } of scene.emulator.vendor.contents(workspace) as unknown as Stored[]) {
        if (versions.length > 0) missing.delete(`${workspace}/${name}`);
      }
      if (missing.size === 0) resolve();
    },
  });
  onTestFinished(() => scene.remove());
  const silent = scene.emulator.vendor.workspaces().slice(0, 2);
  for (const at of shippedMessages(scene.root, account).keys()) {
    if (!silent.some((workspace) => at.startsWith(`${workspace}/`))) missing.add(at);
  }
  expect(missing.size).toBeGreaterThan(10);
  const store = openLedger(undefined, { root: scene.root, env: {} });
  const dead = await store.acquire('dead', { timeout: 0 });
  await dead.append([{ op: 'intend', destination: { account, workspace: silent[0]! }, line: line('dead') }]);
  await dead.release();
  const gate = await gateBefore(scene.emulator.url, silent, othersAreWritten);
  scene.replace('.github/tenantry.yml', scene.emulator.url, gate);

  const run = await scene.run('deploy --json');
  expect(run, run.stderr).toMatchObject({ exitCode: 0 });
  expect(missing.size).toBe(0);
  expect((await store.read()).journals()).toEqual([]);
  expect([...(await held(scene)).keys()].sort()).toEqual([...shippedMessages(scene.root, account).keys()].sort());
});
