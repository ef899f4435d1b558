import type { Helper } from '../compiler.ts';
import { comparisons } from './compare.ts';
import { formatHelpers } from './format.ts';
import { logic } from './logic.ts';
import { stringHelpers } from './strings.ts';
import { textHelpers } from './text.ts';

/** All helpers that return a value, by name. Blocks (`if unless each with`) are compiled separately. */
export const helpers: ReadonlyMap<string, Helper> = new Map(
  Object.entries({ ...logic, ...comparisons, ...textHelpers, ...formatHelpers, ...stringHelpers }),
);
