import { reservedAccounts } from '../config/ids.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { Destination } from './ledger.ts';

/** The folder of the routes, below the root of the store. */
export const routesPrefix = 'routes/';

const suffix = '.ndjson';
const longestName = 240;

/**
 * The path of a destination's ledger file, below the root of the store: `<account>/<percent-encoded workspace>.ndjson`.
 * Every byte except `a-z 0-9 . _ -` is encoded, capitals too, because some file systems take `A` and `a` for the same
 * name. Throws InvalidInput for a destination that no file can be named after.
 */
export function ledgerPath({ account, workspace }: Destination): string {
  if (reservedAccounts.includes(account)) {
    throw new InvalidInput(`an account cannot be called "${account}": the ledger uses that name itself`, {
      fix: 'Give the account another name in .github/tenantry.yml.',
    });
  }
  const name = encodeWorkspace(workspace);
  if (name === '' || name.length > longestName) {
    throw new InvalidInput(
      `no ledger file can be named after the workspace ${JSON.stringify(workspace)} of ${account}`,
      {
        fix: `A workspace id must have at least one character, and at most ${longestName} once percent-encoded.`,
      },
    );
  }
  return `${account}/${name}${suffix}`;
}

/** The destination of a ledger file, given its path; undefined for any other path. */
export function destinationOf(path: string): Destination | undefined {
  const [account, name, ...more] = path.split('/');
  if (account === undefined || name === undefined || more.length > 0) return undefined;
  if (account.startsWith('.') || reservedAccounts.includes(account) || !name.endsWith(suffix)) return undefined;
  const workspace = decodeWorkspace(name.slice(0, -suffix.length));
  return workspace === undefined ? undefined : { account, workspace };
}

function encodeWorkspace(workspace: string): string {
  const encoded = Array.from(new TextEncoder().encode(workspace), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9._-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  // Avoids hidden files, and the names `.` and `..`.
  return encoded.replace(/^\./, '%2E');
}

/**
 * The inverse of `encodeWorkspace`; undefined for a name that it never makes, such as that of an editor's backup file.
 */
function decodeWorkspace(name: string): string | undefined {
  try {
    const workspace = decodeURIComponent(name);
    return name !== '' && encodeWorkspace(workspace) === name ? workspace : undefined;
  } catch {
    return undefined;
  }
}

/** Throws TypeError for the path of a route file that is not made of plain names. */
export function checkRoutePath(path: string): void {
  const isPlain = path.split('/').every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name));
  if (!isPlain) throw new TypeError(`not a path for routes: ${JSON.stringify(path)}`);
}
