import { cp, lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { local } from '../../src/providers/local/local.ts';
import { contractSuite } from './contract.ts';
import type { Harness } from './harness.ts';

contractSuite('local', async (): Promise<Harness> => {
  const root = await mkdtemp(join(tmpdir(), 'tenantry-contract-'));
  const secret = 'SG.very-secret';
  const folder = (workspace: string) => join(root, '.tenantry/local/demo', workspace);
  const open = (repository: string) =>
    local.open(
      'demo',
      { provider: 'local', options: { dialect: 'braze' } },
      { repository, root, credential: () => secret },
    );
  return {
    provider: local,
    account: open('acme-messaging'),
    open,
    repository: 'acme-messaging',
    workspaces: ['acme', 'bolt'],
    impossibleIds: [
      '',
      '.',
      '..',
      '../bolt',
      'a/b',
      '/etc',
      'C:\\x',
      'a\\b',
      'acme\0',
      'Acme',
      'ACME',
      'acmé',
      'a b',
      'a.json',
      '-a',
      'a--b',
      'a-',
      'x'.repeat(64),
    ],
    async plantForeign(workspace, name) {
      await writeFile(join(folder(workspace), `${name}.json`), '{"hello": "I was here first"}\n');
    },
    async edit(workspace, { id }) {
      const file = join(folder(workspace), `${id}.json`);
      await writeFile(file, (await readFile(file, 'utf8')).replace('Your order', 'By hand'));
    },
    async misdirect(workspace, other) {
      await rm(folder(workspace), { recursive: true });
      await cp(folder(other), folder(workspace), { recursive: true });
    },
    async sabotage(workspace) {
      await open('acme-messaging').workspace('zeta').put('x.en', {});
      await rm(folder(workspace), { recursive: true, force: true });
      await writeFile(folder(workspace), 'not a folder');
    },
    writes: () => filesBelow(root),
    secrets: [secret, root],
    dispose: () => rm(root, { recursive: true }),
  };
});

/** Every file with what changes when it is written: its inode and time. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return await Promise.all(
    entries.sort().map(async (entry) => {
      const { ino, mtimeNs, size } = await lstat(join(folder, entry), { bigint: true });
      return `${entry} ${ino} ${mtimeNs} ${size}`;
    }),
  );
}
