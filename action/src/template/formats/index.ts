import { ar } from './ar.ts';
import { en } from './en.ts';
import { enCa } from './en-CA.ts';
import { enUs } from './en-US.ts';
import { es } from './es.ts';
import { esUs } from './es-US.ts';
import type { Formats } from './formats.ts';
import { fr } from './fr.ts';
import { frCa } from './fr-CA.ts';
import { ja } from './ja.ts';

/** The locales in which dates, numbers and amounts can be written. */
export const formats: ReadonlyMap<string, Formats> = new Map([
  ['ar', ar],
  ['en', en],
  ['en-CA', enCa],
  ['en-US', enUs],
  ['es', es],
  ['es-US', esUs],
  ['fr', fr],
  ['fr-CA', frCa],
  ['ja', ja],
]);
