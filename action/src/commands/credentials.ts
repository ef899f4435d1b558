import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Repository } from '../config/model.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import { CredentialsError, exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import type { SealedCredentials } from '../generated/index.ts';
import { ProviderError } from '../providers/errors.ts';
import {
  isKey,
  isThere,
  type Place,
  seal,
  sealedFolder,
  sealedPath,
  sealedWorkspaces,
  unseal,
} from '../providers/sealed.ts';
import { makeFolder } from './make-folder.ts';
import { loadSession } from './session.ts';
import { count } from './text.ts';
import type { CommandResult, World } from './world.ts';

export interface AddOptions extends Place {
  /** Reads the vendor's key from where it is kept. It is never an argument, which other processes can see. */
  readonly key: () => Promise<string>;
}

/** Writes or replaces the encrypted file with a workspace's key. Needs no secret other than that key. */
export async function addCredential(world: World, { account, workspace, key }: AddOptions): Promise<CommandResult> {
  const { repository, accounts } = loadSession(world, openWorkingTree(world.root));
  const { recipients } = sealedOf(repository, account);
  // Throws for an id that cannot be a workspace there.
  accounts.get(account)?.account.workspace(workspace);
  const value = (await key()).trim();
  if (!isKey(value)) {
    throw new InvalidInput(`the input for ${account}/${workspace} cannot be a key`, {
      fix: 'Give one line without spaces, on stdin or in the variable that --from names.',
    });
  }
  const place = { account, workspace };
  const text = await sealed(value, place, recipients);
  const written = write(world.root, place, text);
  if (!hasTenant(repository, place)) world.progress.note(`No tenant has the workspace ${account}/${workspace} yet.`);
  world.progress.end();
  const said = `The key of ${account}/${workspace} is in ${written}, encrypted.\nCommit it.\n`;
  return { exitCode: exitCodes.done, document: { written: [written] }, text: said };
}

/**
 * Encrypts every file of an account again, for the recipients that the configuration names now: all of them, or none.
 */
export async function rotateCredentials(world: World, account: string): Promise<CommandResult> {
  const { repository } = loadSession(world, openWorkingTree(world.root));
  const { recipients, identity } = sealedOf(repository, account);
  const variable = { name: identity.env, value: world.env[identity.env] };
  const texts: { place: Place; text: string }[] = [];
  const problems: string[] = [];
  for (const workspace of workspacesIn(world.root, account)) {
    const place = { account, workspace };
    try {
      const key = await unseal(world.root, place, variable);
      world.mask?.(key);
      texts.push({ place, text: await sealed(key, place, recipients) });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new CredentialsError(`nothing was written. ${problems.join('\n')}`);
  const written = texts.map(({ place, text }) => write(world.root, place, text));
  world.progress.end();
  const what = `Wrote ${count(written.length, 'file')} in ${sealedFolder(account)}/ for ${count(recipients.length, 'recipient')}.`;
  const next =
    'Commit them. Git keeps the old ones: whoever could decrypt those still has the keys until you replace them at the vendor.';
  return { exitCode: exitCodes.done, document: { written }, text: `${what}\n${next}\n` };
}

/** The settings of an account's encrypted credentials. Throws InvalidInput when the account keeps them elsewhere. */
function sealedOf({ config }: Repository, account: string): SealedCredentials {
  const declared = Object.hasOwn(config.accounts, account) ? config.accounts[account] : undefined;
  if (!declared) {
    throw new InvalidInput(`there is no account “${account}” in .github/tenantry.yml`, {
      fix: suggestion(account, Object.keys(config.accounts)) ?? 'Declare it there.',
    });
  }
  const { credentials } = declared;
  if (credentials && 'identity' in credentials) return credentials;
  throw new InvalidInput(`${account} does not keep its credentials in encrypted files`, {
    fix: `Write, below accounts.${account}: credentials: { identity: { env: TENANTRY_AGE_KEY }, recipients: [age1…] }`,
  });
}

async function sealed(key: string, place: Place, recipients: readonly string[]): Promise<string> {
  try {
    return await seal(key, place, recipients);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InvalidInput(`accounts.${place.account}.credentials.recipients: ${error.message}`, {
      fix: 'Create one with `npm run tenantry -- credentials keygen <file>`.',
    });
  }
}

function workspacesIn(root: string, account: string): string[] {
  return asCredentialsError(() => sealedWorkspaces(root, account));
}

/**
 * Writes the file atomically: it is there as before or as asked, whatever happens. A link in its place is replaced, not
 * followed.
 */
function write(root: string, place: Place, text: string): string {
  const path = sealedPath(place);
  asCredentialsError(() => isThere(root, place.account));
  const absolute = join(root, path);
  makeFolder(dirname(absolute));
  const partial = `${absolute}.partial`;
  rmSync(partial, { force: true });
  writeFileSync(partial, text, { flag: 'wx' });
  renameSync(partial, absolute);
  return path;
}

function asCredentialsError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProviderError) throw new CredentialsError(error.message);
    throw error;
  }
}

function hasTenant({ tenants }: Repository, { account, workspace }: Place): boolean {
  return [...tenants.values()].some((tenant) =>
    Object.values(tenant.workspaces).some(
      (binding) => binding.account === account && (binding.id ?? tenant.id) === workspace,
    ),
  );
}
