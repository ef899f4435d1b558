import { en } from './en.ts';
import type { Formats } from './formats.ts';

/** The same as English in general. */
export const enUs: Formats = en;
