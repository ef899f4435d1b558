import { type Finding, finding, startOf } from './findings.ts';

const idPattern = /^[a-z0-9](-?[a-z0-9])*$/;
const longestId = 63;
const localePattern = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;
const versionPattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Names that a ledger has for something else, beside the folders of its accounts. */
export const reservedAccounts: readonly string[] = ['journal', 'lock', 'routes'];

/** Ids become folder names, remote names and parts of addresses; the schemas demand the same. */
export function isId(name: string): boolean {
  return name.length <= longestId && idPattern.test(name);
}

export function isLocale(name: string): boolean {
  return localePattern.test(name);
}

export function isVersion(name: string): boolean {
  return versionPattern.test(name);
}

/** The finding for a name that cannot be an id, placed at the beginning of the file that is named so. */
export function idFinding(what: string, name: string, file: string): Finding {
  const better = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longestId)
    .replace(/-$/, '');
  return finding(
    'invalid-id',
    startOf(file),
    `“${name}” cannot be the id of ${what}: ids have lower-case letters, digits and single hyphens, at most ${longestId} characters`,
    better && better !== name ? `Rename it, for instance to “${better}”.` : 'Rename it.',
  );
}
