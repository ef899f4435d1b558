import type { Account as AccountConfig } from '../config/model.ts';
import { ProviderError } from './errors.ts';
import type { ProviderEnvironment } from './provider.ts';

/** A credential, and whether it is the workspace's own or that of the whole account. */
export interface Credential {
  readonly value: string;
  readonly of: 'account' | 'workspace';
}

/** What can be sent in a header, and what a key is made of. */
const keyPattern = /^[\x21-\x7e]{1,4096}$/;

/**
 * The credential for a workspace: the value of the account's variable, or, where that is a JSON object, its member of the
 * workspace's name. Throws ProviderError that says where it was looked for; never what was found there.
 */
export function credentialFor(
  { credential }: Pick<ProviderEnvironment, 'credential'>,
  account: { readonly name: string; readonly config: AccountConfig },
  workspace: string,
): Credential {
  const where = `${account.name}/${workspace}`;
  const variable = account.config.credentials?.env;
  if (variable === undefined) {
    throw refused(where, 'no variable is named for it', `Name one below accounts.${account.name}.credentials.env.`);
  }
  const value = credential(variable)?.trim();
  if (!value) throw refused(where, `the variable ${variable} is not set`, 'Set it to the vendor’s key.');
  if (!value.startsWith('{')) {
    if (keyPattern.test(value)) return { value, of: 'account' };
    throw refused(where, `what ${variable} holds cannot be a key`, 'It has to be one line without spaces.');
  }
  const key = bundled(value, workspace);
  if (key === 'nonsense') {
    throw refused(where, `what ${variable} holds begins like JSON and is none`, 'Write { "<workspace>": "<key>" }.');
  }
  if (key === undefined) {
    throw refused(where, `the JSON object in ${variable} has no key for it`, `Add a member "${workspace}" to it.`);
  }
  return { value: key, of: 'workspace' };
}

/** Everything in a variable's value that must never be shown: the value, and the keys in it where it holds several. */
export function secretsIn(value: string): string[] {
  try {
    const bundle: unknown = JSON.parse(value);
    const keys = typeof bundle === 'object' && bundle !== null ? Object.values(bundle) : [];
    return [value, ...keys.filter((key): key is string => typeof key === 'string' && key.trim() !== '')];
  } catch {
    return [value];
  }
}

function bundled(text: string, workspace: string): string | undefined | 'nonsense' {
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    return 'nonsense';
  }
  const key: unknown = Object.hasOwn(bundle as object, workspace) && Reflect.get(bundle as object, workspace);
  return typeof key === 'string' && keyPattern.test(key.trim()) ? key.trim() : undefined;
}

function refused(where: string, what: string, fix: string): ProviderError {
  return new ProviderError('credentials', `There is no key for ${where}: ${what}. ${fix}`);
}
