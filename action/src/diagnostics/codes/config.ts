import type { CodeEntry } from '../code-entry.ts';
import { fileCodes } from './files.ts';
import { ruleCodes } from './rules.ts';

/** Everything that can be wrong with the content of the files. */
export const configCodes = { ...fileCodes, ...ruleCodes } as const satisfies Record<string, CodeEntry>;
