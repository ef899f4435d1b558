import {
  type Destination,
  type LedgerChange,
  type LedgerLine,
  type LedgerLines,
  lineKey,
} from '../../src/ledger/ledger.ts';

export const acme: Destination = { account: 'demo', workspace: 'acme' };
export const zephyr: Destination = { account: 'demo', workspace: 'Zephyr/Ünï' };

/** A line with values of the usual form. */
export function line(tenant: string, template = 'welcome', more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    tenant,
    template,
    locale: 'en',
    key: 'k'.repeat(64),
    digest: 'd'.repeat(64),
    skeleton: 's'.repeat(64),
    name: `${template}.en`,
    id: `${template}.en`,
    remote: 'r'.repeat(64),
    commit: 'c'.repeat(40),
    run: 'run-1',
    ...more,
  };
}

export function set(destination: Destination, value: LedgerLine): LedgerChange {
  return { op: 'set', destination, line: value };
}

export function intend(destination: Destination, value: LedgerLine): LedgerChange {
  return { op: 'intend', destination, line: value };
}

export function remove(destination: Destination, { tenant, template, locale }: LedgerLine): LedgerChange {
  return { op: 'delete', destination, tenant, template, locale };
}

export function linesOf(...lines: LedgerLine[]): LedgerLines {
  return new Map(lines.map((one) => [lineKey(one), one]));
}
