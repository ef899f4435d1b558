import { braze } from './braze.ts';
import type { Dialect, DialectId } from './dialect.ts';
import { sendgrid } from './sendgrid.ts';

/** Every dialect, by id. */
export const dialects: Readonly<Record<DialectId, Dialect>> = { sendgrid, braze };
