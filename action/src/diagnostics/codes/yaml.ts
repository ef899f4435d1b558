import type { CodeEntry } from '../catalogue.ts';

export const yamlCodes = {} as const satisfies Record<string, CodeEntry>;
