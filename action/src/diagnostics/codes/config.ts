import type { CodeEntry } from '../code-entry.ts';
import { fileCodes } from './files.ts';
import { ruleCodes } from './rules.ts';

/** What can be wrong with what the files say. */
export const configCodes = { ...fileCodes, ...ruleCodes } as const satisfies Record<string, CodeEntry>;
