import { CredentialsError, exitCodes } from '../diagnostics/errors.ts';
import type { CredentialsList, ListedKey } from '../generated/index.ts';
import { ProviderError } from '../providers/errors.ts';
import { sealedPath, sealedWorkspaces } from '../providers/sealed.ts';
import { openSession, type Session } from './session.ts';
import { table } from './text.ts';
import type { CommandResult, World } from './world.ts';

/**
 * Lists which workspaces have a key in an encrypted file, and which lack one. Goes by the names of the files: nothing
 * is decrypted.
 */
export async function listCredentials(world: World): Promise<CommandResult> {
  const session = openSession(world);
  const { repository } = session;
  const keys = Object.entries(repository.config.accounts).flatMap(([account, { credentials }]) =>
    credentials && 'identity' in credentials ? keysOf(world.root, session, account) : [],
  );
  world.progress.end();
  const document: CredentialsList = { keys };
  const text =
    keys.length === 0
      ? 'No account has credentials in encrypted files.\n'
      : `${table(keys.map((key) => [`${key.account}/${key.workspace}`, key.state, key.file]))}\n`;
  return { exitCode: exitCodes.done, document, text };
}

function keysOf(root: string, session: Session, account: string): ListedKey[] {
  const wanted = workspacesOf(session, account);
  const there = new Set(present(root, account));
  return [...new Set([...wanted, ...there])].sort().map((workspace) => ({
    account,
    workspace,
    file: sealedPath({ account, workspace }),
    state: !there.has(workspace) ? 'missing' : wanted.has(workspace) ? 'present' : 'unused',
  }));
}

function present(root: string, account: string): string[] {
  try {
    return sealedWorkspaces(root, account);
  } catch (error) {
    if (error instanceof ProviderError) throw new CredentialsError(error.message);
    throw error;
  }
}

/** The workspaces that tenants have at an account, except those that are still to be created there. */
function workspacesOf({ repository, accounts }: Session, account: string): Set<string> {
  const found = new Set<string>();
  const comesIntoBeing = accounts.get(account)?.provider.capabilities.createsWorkspaces;
  for (const { id, status, workspaces } of repository.tenants.values()) {
    if (status === 'retired') continue;
    for (const binding of Object.values(workspaces)) {
      const workspace = binding.id ?? (comesIntoBeing ? id : undefined);
      if (binding.account === account && workspace !== undefined) found.add(workspace);
    }
  }
  return found;
}
