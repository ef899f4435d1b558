import stringWidth from 'string-width';

/** A number with its noun: `1 tenant`, `12,000 tenants`. */
export function count(number: number, noun: string): string {
  return `${thousands(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Groups digits with commas, whatever the machine's locale. */
export function thousands(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Ends a text with a full stop unless it already ends like a sentence. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The time since `started` (as of `performance.now()`), in seconds, for people to read. */
export function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/**
 * Lays rows out in columns two spaces apart, with numbers aligned right. Each cell is plain text on one line. Widths
 * are those that a terminal shows: 花 takes two places there.
 */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(shown(cell)));
    });
  }
  const laidOut = (cell: string | number, index: number): string => {
    const blanks = ' '.repeat(widths[index]! - stringWidth(shown(cell)));
    return typeof cell === 'number' ? blanks + shown(cell) : shown(cell) + blanks;
  };
  return rows.map((row) => row.map(laidOut).join('  ').trimEnd()).join('\n');
}

function shown(cell: string | number): string {
  return typeof cell === 'number' ? thousands(cell) : cell.replace(/\p{Cc}+/gu, ' ');
}
