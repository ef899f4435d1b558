import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, it } from 'vitest';
import { watchFiles } from '../../src/commands/watch-files.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A watched folder, and a promise of the next time that a change in it is told. */
function watched(): { root: string; told: (change: () => void) => Promise<void> } {
  const root = temporaryFolder('watch');
  write(join(root, 'templates/order/html.hbs'));
  let tell = (): void => undefined;
  const files = watchFiles(root, () => tell());
  ends.push(() => {
    files.close();
    rmSync(root, { recursive: true });
  });
  return {
    root,
    told: (change) =>
      new Promise((resolve) => {
        tell = resolve;
        change();
      }),
  };
}

function write(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'text\n');
}

/** As editors save that never leave half a file behind. */
function replace(path: string): void {
  write(`${path}.new`);
  renameSync(`${path}.new`, path);
}

it('tells of each time that a file is replaced, and of a change after that', async () => {
  const { root, told } = watched();
  const file = join(root, 'templates/order/html.hbs');
  await told(() => replace(file));
  await told(() => write(file));
  await told(() => replace(file));
  await told(() => rmSync(file));
  await told(() => write(file));
});

it('tells of folders that come to be, of what changes in them, and of those that are made anew', async () => {
  const { root, told } = watched();
  const file = join(root, 'tenants/acme/strings/en.yaml');
  await told(() => write(file));
  await told(() => replace(file));
  await told(() => rmSync(join(root, 'tenants'), { recursive: true }));
  await told(() => write(file));
  await told(() => write(file));
  await told(() => write(join(root, '.github/tenantry.yml')));
});
