import { braze } from './braze.ts';
import type { Dialect, DialectId } from './dialect.ts';
import { iterable } from './iterable.ts';
import { mustachio } from './mustachio.ts';
import { sendgrid } from './sendgrid.ts';

/** All dialects, by id. */
export const dialects: Readonly<Record<DialectId, Dialect>> = { sendgrid, braze, iterable, mustachio };
