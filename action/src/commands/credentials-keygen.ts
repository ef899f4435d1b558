import { writeFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import type { Keygen } from '../generated/index.ts';
import { newIdentity } from '../providers/sealed.ts';
import type { CommandResult, World } from './world.ts';

/**
 * Creates an age identity: the secret key goes to a new file that only its owner can read, and the public key is
 * printed.
 * @param file relative to the current folder; must be outside the repository, where it could be committed
 */
export async function keygen(world: World, file: string): Promise<CommandResult> {
  const absolute = resolve(file);
  const fromRoot = relative(world.root, absolute);
  if (fromRoot !== '..' && !fromRoot.startsWith('../') && !isAbsolute(fromRoot)) {
    throw new InvalidInput(`${file} is in the repository, where it could be committed`, {
      fix: 'Choose a file outside it.',
    });
  }
  const { identity, recipient } = await newIdentity();
  try {
    // The same format as age-keygen's.
    const text = `# created: ${world.now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
    writeFileSync(absolute, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new InvalidInput(`${file} already exists`, { fix: 'Choose another file.' });
  }
  world.progress.end();
  const document: Keygen = { recipient, file };
  const text = `The secret key is in ${file}. Store its content in the secret that the account's "identity" names, for instance:
  gh secret set TENANTRY_AGE_KEY < ${file}
Keep a copy in a safe place, and delete the file. The public key, for "recipients":
  ${recipient}
`;
  return { exitCode: exitCodes.done, document, text };
}
