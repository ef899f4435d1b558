import type { Account as AccountConfig } from '../config/model.ts';
import { ProviderError } from './errors.ts';
import type { ProviderEnvironment } from './provider.ts';
import { isKey, unseal } from './sealed.ts';

/** A credential, and whether it is the workspace's own or that of the whole account. */
export interface Credential {
  readonly value: string;
  readonly of: 'account' | 'workspace';
}

/** The account of a configuration, and its name there. */
interface NamedAccount {
  readonly name: string;
  readonly config: AccountConfig;
}

/**
 * Looks for the credentials of an account's workspaces: in the account's variable, or, where that is a JSON object, in its
 * member of the workspace's name; or in the workspace's encrypted file. What is decrypted is told to `onSecret` before
 * anybody else gets it, and decrypted once. Rejects with ProviderError that says where it was looked for; never what
 * was found there.
 */
export function credentialsOf(
  environment: Pick<ProviderEnvironment, 'credential' | 'root' | 'onSecret'>,
  account: NamedAccount,
): (workspace: string) => Promise<Credential> {
  const unsealed = new Map<string, Promise<Credential>>();
  return async (workspace) => {
    const { credentials } = account.config;
    if (credentials === undefined || 'env' in credentials) {
      return fromVariable(environment, account.name, credentials?.env, workspace);
    }
    const found = unsealed.get(workspace) ?? fromFile(environment, account.name, credentials.identity.env, workspace);
    unsealed.set(workspace, found);
    return found;
  };
}

async function fromFile(
  { credential, root, onSecret }: Pick<ProviderEnvironment, 'credential' | 'root' | 'onSecret'>,
  account: string,
  variable: string,
  workspace: string,
): Promise<Credential> {
  const value = await unseal(root, { account, workspace }, { name: variable, value: credential(variable) });
  onSecret?.(value);
  return { value, of: 'workspace' };
}

function fromVariable(
  { credential }: Pick<ProviderEnvironment, 'credential'>,
  account: string,
  variable: string | undefined,
  workspace: string,
): Credential {
  const where = `${account}/${workspace}`;
  if (variable === undefined) {
    throw refused(where, 'no variable is named for it', `Name one below accounts.${account}.credentials.env.`);
  }
  const value = credential(variable)?.trim();
  if (!value) throw refused(where, `the variable ${variable} is not set`, 'Set it to the vendor’s key.');
  if (!value.startsWith('{')) {
    if (isKey(value)) return { value, of: 'account' };
    throw refused(where, `what ${variable} holds cannot be a key`, 'It has to be one line without spaces.');
  }
  const bundle = bundleIn(value);
  if (!bundle) {
    throw refused(where, `what ${variable} holds begins like JSON and is none`, 'Write { "<workspace>": "<key>" }.');
  }
  if (!Object.hasOwn(bundle, workspace)) {
    throw refused(where, `the JSON object in ${variable} has no key for it`, `Add a member "${workspace}" to it.`);
  }
  const key: unknown = Reflect.get(bundle, workspace);
  if (typeof key === 'string' && isKey(key.trim())) return { value: key.trim(), of: 'workspace' };
  const fix = 'It has to be a text in one line without spaces.';
  throw refused(where, `what the JSON object in ${variable} has for it cannot be a key`, fix);
}

/**
 * Everything in a variable's value that must never be shown: the value, and the keys in it where it holds several; each as
 * it stands there, and as it is used.
 */
export function secretsIn(value: string): string[] {
  const secrets = [value, ...keysIn(value)];
  return [...new Set(secrets.flatMap((secret) => [secret, secret.trim()]))].filter((secret) => secret.trim() !== '');
}

function keysIn(value: string): string[] {
  try {
    const bundle: unknown = JSON.parse(value.trim());
    const keys = typeof bundle === 'object' && bundle !== null ? Object.values(bundle) : [];
    return keys.filter((key): key is string => typeof key === 'string');
  } catch {
    return [];
  }
}

/** The JSON object that a text which begins with `{` should be; undefined where it is none. */
function bundleIn(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function refused(where: string, what: string, fix: string): ProviderError {
  return new ProviderError('credentials', `There is no key for ${where}: ${what}. ${fix}`);
}
