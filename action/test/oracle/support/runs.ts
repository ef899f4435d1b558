/**
 * Fixed, so that every run of the tests looks at the same cases; `TENANTRY_SEED` and `TENANTRY_RUNS` look at others.
 * Looking for a smaller failure takes minutes, so only `TENANTRY_SHRINK=1` does it.
 */
export function propertyRuns(usual: number): { seed: number; numRuns: number; endOnFailure: boolean } {
  return {
    seed: Number(process.env.TENANTRY_SEED ?? 20_261_123),
    numRuns: Number(process.env.TENANTRY_RUNS ?? usual),
    endOnFailure: process.env.TENANTRY_SHRINK !== '1',
  };
}

/** Counts how often each construct was met in each language, prints the table and names what was never met. */
export class Tally {
  private readonly counts = new Map<string, Map<string, number>>();

  add(construct: string, column: string): void {
    const row = this.counts.get(construct) ?? new Map<string, number>();
    row.set(column, (row.get(column) ?? 0) + 1);
    this.counts.set(construct, row);
  }

  /** Rows with a zero, where `needed` says that there should be none. */
  missing(columns: readonly string[], needed: (construct: string, column: string) => boolean): string[] {
    return [...this.counts].flatMap(([construct, row]) =>
      columns
        .filter((column) => !row.has(column) && needed(construct, column))
        .map((column) => `${construct} × ${column}`),
    );
  }

  print(title: string, columns: readonly string[]): void {
    const rows = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = rows.map(([construct, row]) =>
      [construct.padEnd(28), ...columns.map((column) => String(row.get(column) ?? 0).padStart(column.length + 2))].join(
        '',
      ),
    );
    console.log([title.padEnd(28) + columns.map((column) => `  ${column}`).join(''), ...lines].join('\n'));
  }
}
