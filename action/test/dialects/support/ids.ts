import type { DialectId } from '../../../src/template/dialects/dialect.ts';
import { dialects } from '../../../src/template/dialects/registry.ts';

/** Every dialect's id. */
export const dialectIds = Object.keys(dialects) as DialectId[];
