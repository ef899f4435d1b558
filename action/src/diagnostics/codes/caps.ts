import type { CodeEntry } from '../code-entry.ts';

/** Reasons for not reading a commit at all. */
export const capCodes = {
  'too-many-files': {
    severity: 'error',
    title: 'There are more files below tenants/ and templates/ than are read.',
    docs: 'At most 80,000 files of a commit are read: room for ten thousand tenants of seven files and a hundred templates of a hundred. Beyond that nothing is read at all, so that a pull request cannot wear out whoever looks at it. Values that tenants share belong in `tenants/_defaults.yaml` and groups; data that no message needs belongs elsewhere.',
  },
  'too-much-data': {
    severity: 'error',
    title: 'The files below tenants/ and templates/ are larger together than is read.',
    docs: 'At most 128 MiB of a commit are read, counting a file as often as it is there. Images and fonts belong on a web server, values that tenants share in `tenants/_defaults.yaml` and groups.',
  },
} as const satisfies Record<string, CodeEntry>;
