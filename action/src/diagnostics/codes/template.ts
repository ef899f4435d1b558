import type { CodeEntry } from '../catalogue.ts';

export const templateCodes = {
  'template-syntax': {
    severity: 'error',
    title: 'A template is not valid Handlebars.',
    docs: 'The parser stopped at the place named. Close every block, and write literal braces as described in the language guide.',
  },
} as const satisfies Record<string, CodeEntry>;
