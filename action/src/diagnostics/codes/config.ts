import type { CodeEntry } from '../catalogue.ts';

export const configCodes = {} as const satisfies Record<string, CodeEntry>;
