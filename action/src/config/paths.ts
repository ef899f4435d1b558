import { printable } from '../diagnostics/printable.ts';

/** The longest name that common file systems accept, in bytes (NAME_MAX of Linux and macOS). */
const longestName = 255;
/** The longest path that every system accepts, in bytes: macOS has the lowest limit (PATH_MAX). */
const longestPath = 1024;

const bytes = new TextEncoder();

/**
 * Why git, disks, terminals and browsers may not all treat a path alike, in words; undefined for ordinary paths. In
 * git's trees, a name may contain any byte but NUL.
 */
export function pathProblem(path: string): string | undefined {
  if (path.includes('\ufffd')) return 'its name is not UTF-8';
  if (printable(path) !== path) return 'its name contains a control character or an invisible character';
  if (path.includes('\\')) return 'its name contains a backslash, which some systems read as a slash';
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return 'a part of its name is empty, “.” or “..”';
  if (names.some((name) => name.toLowerCase() === '.git')) return 'a part of its name is “.git”';
  if (path.length * 3 <= longestName) return undefined;
  if (bytes.encode(path).length > longestPath || names.some((name) => bytes.encode(name).length > longestName)) {
    return 'its name is too long for some systems';
  }
  return undefined;
}

const shownLength = 200;

/** Any path as text for people to read: printable, and shortened to 200 characters. */
export function shownPath(path: string): string {
  const shown = printable(path);
  return shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown;
}
