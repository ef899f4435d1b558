import { loadRepository } from '../config/load.ts';
import type { Repository } from '../config/model.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import { workspaceIdOf } from '../config/workspace-id.ts';
import { exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import { own } from '../digest.ts';
import { startEmulator } from '../emulators/kernel.ts';
import { emulators } from '../emulators/registry.ts';
import type { RateSetting } from '../emulators/settings.ts';
import { count } from './text.ts';
import type { CommandResult, World } from './world.ts';

export interface EmulateOptions {
  readonly vendor: string;
  /** 0 picks any free port. */
  readonly port: number;
  /** The credential to accept, or from which to derive those of the workspaces. */
  readonly key: string;
  /** Milliseconds before each answer. */
  readonly latency: number;
  /** The limit on calls; the vendor's usual one when absent. */
  readonly rate?: RateSetting;
  /** Workspaces in addition to those that the repository names. */
  readonly workspaces: readonly string[];
}

/** Emulates a vendor on this machine until it is stopped. It then forgets everything. */
export async function emulate(world: World, options: EmulateOptions): Promise<CommandResult> {
  const { vendor, port, key, latency } = options;
  const entry = own(emulators, vendor);
  if (!entry) {
    const fix = `Use one of: ${Object.keys(emulators).join(', ')}.`;
    throw new InvalidInput(`there is no emulator for “${vendor}”`, { fix });
  }
  const rate = options.rate ?? entry.rate;
  const emulator = await startEmulator(entry.create(key), { port, latency, rate }).catch(portInUse);
  const { repository } = loadRepository(openWorkingTree(world.root));
  const workspaces = [...new Set([...workspacesOf(repository, vendor), ...options.workspaces])];
  const topics = [...new Set([...repository.templates.values()].map(({ metadata }) => metadata.topic))];
  for (const name of workspaces) emulator.vendor.addWorkspace(name, topics);
  world.progress.note(
    `${vendor} listens on ${emulator.url} with ${count(emulator.vendor.workspaces().length, 'workspace')}.`,
  );
  const keys = entry.variable(key, workspaces);
  world.progress.note(`In the account: options: { host: "${emulator.url}" }; in its variable: ${keys}`);
  for (const name of variablesOf(repository, vendor)) {
    world.progress.note(`Deploy to it: ${name}=${quoted(keys)} npm run tenantry -- deploy`);
  }
  world.progress.note(`Requests it received: ${emulator.url}/_emulator/requests. Stop it with Ctrl+C.`);
  await stopped(world.signal);
  await emulator.close();
  const document = { vendor, url: emulator.url, requests: emulator.requests.length };
  return { exitCode: exitCodes.done, document, text: `${count(emulator.requests.length, 'request')} answered.\n` };
}

/** The workspaces that the repository's tenants have at the vendor. */
function workspacesOf({ config, tenants }: Repository, vendor: string): string[] {
  return [...tenants.values()].flatMap((tenant) =>
    (['email', 'push', 'sms'] as const).flatMap((channel) => {
      const account = tenant.workspaces[channel]?.account;
      const isHere = account !== undefined && own(config.accounts, account)?.provider === vendor;
      return isHere ? [workspaceIdOf(tenant, channel, config) ?? tenant.id] : [];
    }),
  );
}

/** The environment variables that hold the keys of the repository's accounts at the vendor. */
function variablesOf({ config }: Repository, vendor: string): string[] {
  const names = Object.values(config.accounts).flatMap(({ provider, credentials }) =>
    provider === vendor && credentials && 'env' in credentials ? [credentials.env] : [],
  );
  return [...new Set(names)];
}

/** Quotes a text so that a shell reads it as one word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function portInUse(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
  throw new InvalidInput(`the port cannot be used (${error.code})`, {
    fix: 'Choose another port, or leave out --port.',
  });
}

function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
