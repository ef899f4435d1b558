import { thousands } from '../../commands/text.ts';
import { code } from '../markdown.ts';

/** A number with its noun: `1 message`, `4,500 messages`. Give `plural` where it is not the noun with an s. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${thousands(number)} ${number === 1 ? noun : plural}`;
}

/** Joins parts of a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Names the first ids as code, and counts the others: `a`, `b` and 345 more. */
export function named(ids: readonly string[], most: number): string {
  // Naming one more id takes no more room than saying that there is one more.
  const shown = ids.length === most + 1 ? ids : ids.slice(0, most);
  const more = ids.length - shown.length;
  return listed([...shown.map(code), ...(more > 0 ? [`${thousands(more)} more`] : [])]);
}

/** Words for a duration: `about 40 seconds`, `about 3 minutes`, `about 1 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 100) return `about ${count(Math.round(seconds), 'second')}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${count(minutes, 'minute')}`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The abbreviated id of a commit. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** A heading with a body; empty where the body is. */
export function section(heading: string, body: string): string {
  return body === '' ? '' : `### ${heading}\n\n${body.trimEnd()}\n`;
}

/**
 * A body that is folded until somebody opens it; empty where the body is. `summary` may hold `<code>`, but no Markdown.
 */
export function folded(summary: string, body: string): string {
  if (body === '') return '';
  return `<details><summary>${summary}</summary>\n\n${body.trimEnd()}\n\n</details>\n`;
}

/**
 * A Markdown table; empty without rows. A heading that begins with a blank aligns its column to the right, for numbers.
 */
export function grid(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const rules = headings.map((heading) => (heading.startsWith(' ') ? '--:' : '---'));
  return [headings.map((heading) => heading.trim()), rules, ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}
