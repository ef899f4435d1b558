/** All helpers. Tenant variables and block parameters cannot have their names. */
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

/** Whether a name is taken, so that no tenant variable (at the root) and no block parameter may have it. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}
