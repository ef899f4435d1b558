import { diagnose } from '../diagnostics/catalogue.ts';
import { InvalidInput } from '../diagnostics/errors.ts';

/** How much of a commit is read at most. The size of a single file is limited by `largestFile`. */
export interface Caps {
  readonly files: number;
  /** The total size of all files; a file that occurs several times counts each time. */
  readonly bytes: number;
}

/**
 * Room for ten thousand tenants with seven files each and a hundred templates with a hundred files each, at 1.6 KiB per
 * file. A GitHub job has 16 GB of memory for public and 7 GB for private repositories, and loading this much takes
 * about one.
 * https://docs.github.com/en/actions/reference/runners/github-hosted-runners
 */
export const defaultCaps: Caps = { files: 80_000, bytes: 128 * 1024 ** 2 };

/**
 * The number of bytes that git may print, on average, about one data file or folder of a listing: mode, type, id and
 * size take 65 to 90, one of our paths less than 150. So every cap on files is also a cap on bytes, at which git is
 * stopped.
 */
export const listingBytesPerFile = 512;

/** Milliseconds after which git is stopped, whatever it is doing: a listing or a merge takes seconds at most. */
export const longestGit = 120_000;

export function tooManyFiles(most: number, fullest: string): InvalidInput {
  const message = `there are more than ${most.toLocaleString('en')} files below tenants/ and templates/, the largest share in ${fullest}`;
  const fix =
    'Delete files that no message needs, and move values that tenants share into groups or tenants/_defaults.yaml.';
  return capReached('too-many-files', fullest, message, fix);
}

export function tooMuchData(most: number, fullest: string): InvalidInput {
  const mebibytes = Math.round(most / 1024 ** 2);
  const message = `the files below tenants/ and templates/ are larger than ${mebibytes} MiB together, the largest share in ${fullest}`;
  const fix =
    'Put images and fonts on a web server and link to them; move values that tenants share into groups or tenants/_defaults.yaml.';
  return capReached('too-much-data', fullest, message, fix);
}

function capReached(
  code: 'too-many-files' | 'too-much-data',
  file: string,
  message: string,
  fix: string,
): InvalidInput {
  return new InvalidInput(message, {
    fix,
    diagnostics: [diagnose(code, { file, line: 1, column: 1 }, message, { fix })],
  });
}

/** The folder with the greatest total weight, two names deep, such as `tenants/acme`. */
export function fullestFolder(weights: Iterable<readonly [path: string, weight: number]>): string {
  const folders = new Map<string, number>();
  let fullest = 'tenants';
  let most = 0;
  for (const [path, weight] of weights) {
    const folder = path.split('/', 2).join('/');
    const sum = (folders.get(folder) ?? 0) + weight;
    folders.set(folder, sum);
    if (sum > most) [fullest, most] = [folder, sum];
  }
  return fullest;
}
