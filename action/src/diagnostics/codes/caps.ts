import type { CodeEntry } from '../code-entry.ts';

/** Reasons for not reading a commit at all. */
export const capCodes = {
  'too-many-files': {
    severity: 'error',
    title: 'There are too many files below tenants/ and templates/.',
    docs: 'At most 80,000 files of a commit are read: enough for ten thousand tenants with seven files each and a hundred templates with a hundred files each. If there are more, nothing is read at all, so that a pull request cannot exhaust the machine that checks it. Values that tenants share belong in `tenants/_defaults.yaml` and groups; data that no message needs belongs elsewhere.',
  },
  'too-much-data': {
    severity: 'error',
    title: 'The files below tenants/ and templates/ are too large in total.',
    docs: 'At most 128 MiB of a commit are read; a file that occurs several times counts each time. Images and fonts belong on a web server; values that tenants share belong in `tenants/_defaults.yaml` and groups.',
  },
} as const satisfies Record<string, CodeEntry>;
