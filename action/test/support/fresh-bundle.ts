import { join } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../../../scripts/rolldown.config.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

const root = join(import.meta.dirname, '../../..');

/** Builds the Action's bundle from the sources as they are into a new folder, and says where that is. */
export async function freshBundle(): Promise<string> {
  const folder = temporaryFolder('bundle');
  const { output, ...input } = config as Exclude<typeof config, unknown[]>;
  const bundle = await rolldown({ ...input, cwd: root });
  await bundle.write({ ...output, file: join(folder, 'index.js') });
  await bundle.close();
  return folder;
}
