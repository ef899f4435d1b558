import { InvalidArgumentError, Option } from 'commander';
import { addCredential, rotateCredentials } from '../../action/src/commands/credentials.ts';
import { keygen } from '../../action/src/commands/credentials-keygen.ts';
import { listCredentials } from '../../action/src/commands/credentials-list.ts';
import type { World } from '../../action/src/commands/world.ts';
import { InvalidInput } from '../../action/src/diagnostics/errors.ts';
import type { Register } from './program.ts';

/** Registers the commands for keys that are encrypted in the repository. */
export function registerCredentials(register: Register): void {
  register(
    'credentials list',
    {
      summary: 'List the workspaces that have an encrypted key, and those that lack one. Decrypts nothing.',
      examples: ['credentials list'],
      scope: false,
    },
    (command) => command,
    (world) => listCredentials(world),
  );
  register(
    'credentials add',
    {
      summary: 'Encrypt the key of a workspace into the repository, or replace the one that is there.',
      examples: [
        'credentials add braze-us acme < key.txt',
        'credentials add braze-us acme --from TENANTRY_NEW_KEY      # from this variable instead of stdin',
      ],
      scope: false,
    },
    (command) =>
      command
        .argument('<account>')
        .argument('<workspace>', 'the workspace’s id at the vendor')
        .addOption(
          new Option('--from <variable>', 'the variable that holds the key, in place of stdin').argParser(variable),
        ),
    (world, _, { from }, [account, workspace]) =>
      addCredential(world, {
        account: account!,
        workspace: workspace!,
        key: () => (typeof from === 'string' ? fromVariable(world, from) : fromStdin()),
      }),
  );
  register(
    'credentials rotate',
    {
      summary: 'Encrypt the keys of an account again, for the recipients now in the configuration.',
      examples: ['credentials rotate braze-us      # with the old identity in its variable'],
      scope: false,
    },
    (command) => command.argument('<account>'),
    (world, _, __, [account]) => rotateCredentials(world, account!),
  );
  register(
    'credentials keygen',
    {
      summary: 'Create the key pair that credentials are encrypted with.',
      examples: ['credentials keygen ~/tenantry.key'],
      scope: false,
    },
    (command) => command.argument('<file>', 'where the secret key goes: a new file outside the repository'),
    (world, _, __, [file]) => keygen(world, file!),
  );
}

function variable(value: string): string {
  if (/^TENANTRY_[A-Z0-9_]+$/.test(value)) return value;
  throw new InvalidArgumentError('Its name has to begin with TENANTRY_.');
}

async function fromVariable({ env }: World, name: string): Promise<string> {
  const value = env[name];
  if (value?.trim()) return value;
  throw new InvalidInput(`the variable ${name} is not set`, { fix: 'Set it to the vendor’s key.' });
}

/** The longest input read from stdin, in characters: longer than any key. */
const most = 16 * 1024;

async function fromStdin(): Promise<string> {
  // What is typed into a terminal is visible there.
  if (process.stdin.isTTY) {
    throw new InvalidInput('the key is read from stdin, and that is a terminal', {
      fix: 'Redirect a file with `<`, or name a variable with --from TENANTRY_….',
    });
  }
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > most) break;
  }
  return text;
}
