import { isMap, parseDocument } from 'yaml';
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
  const { credentials } = account.config;
  if (credentials === undefined || 'env' in credentials) {
    return fromVariable(environment, account.name, credentials?.env);
  }
  const unsealed = new Map<string, Promise<Credential>>();
  return async (workspace) => {
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

/** The look-up in an account's variable. It is read when it is first needed, and once for hundreds of workspaces. */
function fromVariable(
  { credential }: Pick<ProviderEnvironment, 'credential'>,
  account: string,
  variable: string | undefined,
): (workspace: string) => Promise<Credential> {
  let held: ReturnType<typeof heldIn> | undefined;
  return async (workspace) => {
    const where = `${account}/${workspace}`;
    if (variable === undefined) {
      throw refused(where, 'no variable is named for it', `Name one below accounts.${account}.credentials.env.`);
    }
    held ??= heldIn(credential(variable)?.trim());
    const { value, members } = held;
    if (!value) throw refused(where, `the variable ${variable} is not set`, 'Set it to the vendor’s key.');
    if (!value.startsWith('{')) {
      if (isKey(value)) return { value, of: 'account' };
      throw refused(where, `what ${variable} holds cannot be a key`, 'It has to be one line without spaces.');
    }
    if (!members) {
      throw refused(where, `what ${variable} holds begins like JSON and is none`, 'Write { "<workspace>": "<key>" }.');
    }
    return { value: memberOf(members, workspace, where, variable), of: 'workspace' };
  };
}

function heldIn(value = '') {
  return { value, members: membersIn(value) };
}

function memberOf(members: readonly Member[], workspace: string, where: string, variable: string): string {
  const [member, second] = members.filter(([name]) => name === workspace);
  if (!member) {
    throw refused(where, `the JSON object in ${variable} has no key for it`, `Add a member "${workspace}" to it.`);
  }
  if (second) {
    throw refused(where, `the JSON object in ${variable} has two keys for it`, 'Keep the one that is its own.');
  }
  const [, key] = member;
  if (typeof key === 'string' && isKey(key.trim())) return key.trim();
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
  const keys = (membersIn(value.trim()) ?? []).map(([, key]) => key);
  return keys.filter((key) => typeof key === 'string');
}

type Member = readonly [name: string, value: unknown];

/** The members of a JSON object, in order, those that are there twice included; undefined for a text that is none. */
function membersIn(text: string): Member[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  // JSON's own parser keeps the last of two members of a name, and does not say so. JSON is YAML, too.
  const { contents } = parseDocument(text, { uniqueKeys: false });
  if (!isMap(contents)) return undefined;
  return contents.items.map(({ key, value }) => [String(key), (value as { toJSON(): unknown } | null)?.toJSON()]);
}

function refused(where: string, what: string, fix: string): ProviderError {
  return new ProviderError('credentials', `There is no key for ${where}: ${what}. ${fix}`);
}
