import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../digest.ts';
import { ProviderError } from './errors.ts';

/** The workspace whose key a file holds. */
export interface Place {
  readonly account: string;
  readonly workspace: string;
}

/** The folder of all accounts' files, relative to the repository's root. */
const top = '.github/credentials';
const extension = '.age';
/** Matches what can be sent in a header and what a key consists of. */
const keyPattern = /^[\x21-\x7e]{1,4096}$/;

/** Whether a text can be a vendor's key. */
export function isKey(text: string): boolean {
  return keyPattern.test(text);
}

/** The folder of an account's files, relative to the repository's root. */
export function sealedFolder(account: string): string {
  return `${top}/${account}`;
}

/**
 * The path of the file that holds a workspace's key, relative to the repository's root. The file is named after the
 * workspace, percent-encoded where that is no plain file name.
 */
export function sealedPath({ account, workspace }: Place): string {
  const encoded = encodeURIComponent(workspace).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${sealedFolder(account)}/${encoded}${extension}`;
}

/**
 * The workspaces of an account whose keys are in files, sorted. Throws ProviderError where the folder is not a folder.
 */
export function sealedWorkspaces(root: string, account: string): string[] {
  if (!isThere(root, account)) return [];
  return readdirSync(join(root, sealedFolder(account)))
    .filter((name) => name.endsWith(extension))
    .map((name) => workspaceOf(name.slice(0, -extension.length)))
    .filter((workspace) => workspace !== undefined)
    .sort();
}

function workspaceOf(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/**
 * Whether an account has a folder. Throws ProviderError where a part of its path is not a real folder: a link in its
 * place would lead out of the repository.
 */
export function isThere(root: string, account: string): boolean {
  const parts = sealedFolder(account).split('/');
  for (let length = 1; length <= parts.length; length++) {
    const path = parts.slice(0, length).join('/');
    const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (!stats) return false;
    if (!stats.isDirectory()) throw new ProviderError('credentials', `${path} is not a folder. Replace it with one.`);
  }
  return true;
}

/** The identities in the value of a variable, as `age-keygen` writes them: one per line, among comments. */
export function identitiesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Creates an identity, and its public key. */
export async function newIdentity(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * Encrypts a key into the text of its file, which any tool for age can read: age-encryption.org/v1, armored. The text
 * includes which workspace the key is for, so that a file that was moved or copied is noticed. Throws TypeError for a
 * recipient that is not a public key.
 */
export async function seal(key: string, { account, workspace }: Place, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new TypeError(`${recipient} is not an age public key`);
    }
  }
  return `${armor.encode(await encrypter.encrypt(`${JSON.stringify({ account, workspace, key })}\n`)).trimEnd()}\n`;
}

/**
 * Decrypts the key in a workspace's file.
 * @param root absolute path of the repository
 * @param identity the variable that holds the identity, and its value
 * @throws ProviderError that says what is wrong and where, but never what was found; hence without the cause.
 */
export async function unseal(
  root: string,
  place: Place,
  identity: { readonly name: string; readonly value: string | undefined },
): Promise<string> {
  const path = sealedPath(place);
  const where = `There is no key for ${place.account}/${place.workspace}`;
  const add = `npm run tenantry -- credentials add ${place.account} ${JSON.stringify(place.workspace)}`;
  const refused = (what: string, fix: string) => new ProviderError('credentials', `${where}: ${what}. ${fix}`);
  const text = isThere(root, place.account) ? readRegular(join(root, path)) : 'absent';
  if (text === 'absent') throw refused(`${path} does not exist`, `Create it with \`${add}\`.`);
  if (text === 'irregular') throw refused(`${path} is not a regular file`, `Remove it, then run \`${add}\`.`);
  if (!identity.value?.trim()) {
    throw refused(`${path} exists, but the variable ${identity.name} is not set`, 'Set it to the age identity.');
  }
  const opened = await decrypt(text.toString('utf8'), identitiesIn(identity.value));
  switch (opened) {
    case 'no identity':
      throw refused(
        `the value of ${identity.name} is not an age identity`,
        'An identity begins with AGE-SECRET-KEY-1.',
      );
    case 'other identity':
      throw refused(
        `${path} was not encrypted for the identity in ${identity.name}`,
        `Write it again with \`${add}\`.`,
      );
    case 'damaged':
      throw refused(`${path} is damaged`, `Restore it from git, or write it again with \`${add}\`.`);
  }
  const content = contentOf(opened.text);
  if (!content) throw refused(`${path} does not hold a key`, `Write it again with \`${add}\`.`);
  if (content.account !== place.account || content.workspace !== place.workspace) {
    throw refused(`${path} was encrypted for another account or workspace`, `Write it again with \`${add}\`.`);
  }
  return content.key;
}

type Decrypted = { readonly text: string } | 'no identity' | 'other identity' | 'damaged';

async function decrypt(text: string, identities: readonly string[]): Promise<Decrypted> {
  const { armor, Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch {
    return 'no identity';
  }
  try {
    return { text: await decrypter.decrypt(armor.decode(text), 'text') };
  } catch (error) {
    // The library's own words: its error has no type of its own.
    return /no identity matched/.test(String(error)) ? 'other identity' : 'damaged';
  }
}

function contentOf(text: string): (Place & { readonly key: string }) | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { account, workspace, key } = (parsed ?? {}) as JsonObject;
  if (typeof account !== 'string' || typeof workspace !== 'string' || typeof key !== 'string') return undefined;
  return isKey(key) ? { account, workspace, key } : undefined;
}

function readRegular(path: string): Buffer | 'absent' | 'irregular' {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return 'absent';
  if (!stats.isFile()) return 'irregular';
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
