import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with a change, compared with what was there before. */
export const historyCodes = {
  'pinned-version-changed': {
    severity: 'error',
    title: 'A file of a pinned version was changed.',
    docs: 'A tenant that is pinned to a version gets it as it was. `validate` compares `pinned/<version>/` with the last commit; the preview of a pull request compares it with the base. Files may be added to a pinned version, and the whole version may be deleted. To change anything else, raise the version of the template and pin again.',
  },
} as const satisfies Record<string, CodeEntry>;
