import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with a change, compared with what was there before. */
export const historyCodes = {
  'pinned-version-changed': {
    severity: 'error',
    title: 'A file of a pinned version was changed.',
    docs: 'Whoever is pinned to a version gets it as it was. `validate` compares `pinned/<version>/` with the last commit, the preview of a pull request with its base. Files may come to a pinned version, and the whole of it may be deleted; raise the version of the template and pin again to change anything else.',
  },
} as const satisfies Record<string, CodeEntry>;
