/** The helpers there are. Their names cannot be names of tenant variables or block parameters. */
export const helperNames = [
  'if',
  'unless',
  'each',
  'with',
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'default',
  'lookup',
  't',
  'date',
  'number',
  'currency',
  'upper',
  'lower',
  'capitalize',
  'url',
] as const;
export type HelperName = (typeof helperNames)[number];

/** Names at the root of every template that are not tenant variables. */
export const reservedRoots = ['tenant', 'locale', 'recipient', 'event', 'vendor'] as const;

const reserved: ReadonlySet<string> = new Set([...helperNames, ...reservedRoots, 'this', 'inline', 'log']);

/** Whether no tenant variable (at the root) and no block parameter may be called so. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}
