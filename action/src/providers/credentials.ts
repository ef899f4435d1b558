import { isMap, parseDocument } from 'yaml';
import type { Account as AccountConfig } from '../config/model.ts';
import { ProviderError } from './errors.ts';
import type { ProviderEnvironment } from './provider.ts';
import { isKey, unseal } from './sealed.ts';

/** A credential, and whether it belongs to one workspace or to the whole account. */
export interface Credential {
  readonly value: string;
  readonly of: 'account' | 'workspace';
}

/** An account of the configuration, with its name there. */
interface NamedAccount {
  readonly name: string;
  readonly config: AccountConfig;
}

/**
 * Returns the look-up of credentials for an account's workspaces. A credential is in the account's variable; or, where
 * that holds a JSON object, in the member named like the workspace; or in the workspace's encrypted file. A file is
 * decrypted once, and `onSecret` is told the credential before anyone else gets it. The look-up rejects with a
 * ProviderError that says where it looked, never what it found there.
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

/** The look-up in an account's variable. Hundreds of workspaces share one parsed bundle. */
function fromVariable(
  { credential }: Pick<ProviderEnvironment, 'credential'>,
  account: string,
  variable: string | undefined,
): (workspace: string) => Promise<Credential> {
  let parsed: { readonly text: string; readonly members: readonly Member[] | undefined } | undefined;
  return async (workspace) => {
    const where = `${account}/${workspace}`;
    if (variable === undefined) {
      throw refused(where, 'no variable is named for it', `Name one below accounts.${account}.credentials.env.`);
    }
    const value = credential(variable)?.trim();
    if (!value) throw refused(where, `the variable ${variable} is not set`, 'Set it to the vendor’s key.');
    if (!value.startsWith('{')) {
      if (isKey(value)) return { value, of: 'account' };
      throw refused(where, `the value of ${variable} cannot be a key`, 'It has to be one line without spaces.');
    }
    if (parsed?.text !== value) parsed = { text: value, members: membersIn(value) };
    if (!parsed.members) {
      throw refused(
        where,
        `the value of ${variable} begins like JSON but is not valid JSON`,
        'Write { "<workspace>": "<key>" }.',
      );
    }
    return { value: memberOf(parsed.members, workspace, where, variable), of: 'workspace' };
  };
}

function memberOf(members: readonly Member[], workspace: string, where: string, variable: string): string {
  const [member, second] = members.filter(([name]) => name === workspace);
  if (!member) {
    throw refused(where, `the JSON object in ${variable} has no key for it`, `Add a member "${workspace}" to it.`);
  }
  if (second) {
    throw refused(where, `the JSON object in ${variable} has two keys for it`, 'Keep only the right one.');
  }
  const [, key] = member;
  if (typeof key === 'string' && isKey(key.trim())) return key.trim();
  const fix = 'It has to be a string of one line without spaces.';
  throw refused(where, `its value in the JSON object in ${variable} cannot be a key`, fix);
}

/**
 * Lists everything in a variable's value that must never be shown: the value itself and, where it holds several keys,
 * each of them; both as they stand there and trimmed, as they are used.
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

/** The members of a JSON object in order, duplicates included; undefined for a text that is not a JSON object. */
function membersIn(text: string): Member[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  // JSON.parse silently keeps only the last of two members with the same name. JSON is also YAML.
  const { contents } = parseDocument(text, { uniqueKeys: false });
  if (!isMap(contents)) return undefined;
  return contents.items.map(({ key, value }) => [String(key), (value as { toJSON(): unknown } | null)?.toJSON()]);
}

function refused(where: string, what: string, fix: string): ProviderError {
  return new ProviderError('credentials', `There is no key for ${where}: ${what}. ${fix}`);
}
