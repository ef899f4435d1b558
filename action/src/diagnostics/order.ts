import { compareText } from '../digest.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * Sorts by file, line, column, code and message, then by fix and tenants: the order depends on nothing but what was
 * found.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message) ||
    compareText(a.fix ?? '', b.fix ?? '') ||
    compareText(a.tenants?.join() ?? '', b.tenants?.join() ?? '')
  );
}

/**
 * Merges diagnostics that differ only in their tenants or their fix, and drops repetitions. Of several fixes, the first
 * in order is kept. The result is sorted.
 */
export function mergeDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const groups = Map.groupBy(sortDiagnostics(diagnostics), (one) =>
    JSON.stringify([one.file, one.line, one.column, one.code, one.message]),
  );
  return sortDiagnostics([...groups.values()].map(mergeGroup));
}

function mergeGroup(group: readonly Diagnostic[]): Diagnostic {
  const first = group[0] as Diagnostic;
  // A finding that depends on no tenant says more than the same one about some tenants.
  if (group.some((one) => one.tenants === undefined)) {
    const { tenants: _, ...general } = first;
    return general;
  }
  return { ...first, tenants: [...new Set(group.flatMap((one) => one.tenants ?? []))].sort(compareText) };
}

const named = 2;

/**
 * The tenants of a diagnostic, to follow its message: ` (for acme, bolt and 345 more)`. Empty where no tenant is named.
 */
export function tenantsText(tenants: readonly string[] | undefined): string {
  if (!tenants || tenants.length === 0) return '';
  if (tenants.length <= named + 1) {
    const last = tenants.at(-1);
    return tenants.length === 1 ? ` (for ${last})` : ` (for ${tenants.slice(0, -1).join(', ')} and ${last})`;
  }
  return ` (for ${tenants.slice(0, named).join(', ')} and ${tenants.length - named} more)`;
}
