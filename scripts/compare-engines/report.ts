import { harmless } from '../../action/src/github/log.ts';
import { code, plain, table } from '../../action/src/github/markdown.ts';
import type { Compared, Comparison, Difference } from './compare.ts';

/** For how many messages the first differing line is shown. */
const mostExamples = 5;
/** How many characters of a line are shown, and how many of them precede the first difference. */
const shownLine = 160;
const lead = 40;
/** In bytes: a job's summary may have a mebibyte. */
const tableBudget = 200_000;

/** The report for a terminal or log, with nothing in it that the runner would take for a command. */
export function textOf(comparison: Comparison): string {
  if (comparison.kind !== 'compared') return `${harmless(headline(comparison))}\n`;
  const rows = groups(comparison).map(
    ({ template, dialect, count }) => `  ${String(count).padStart(6)}  ${template} (${dialect})`,
  );
  const examples = examplesOf(comparison).flatMap(({ name, field, before, after }) => {
    return ['', `  ${name}, ${field}:`, `  - ${before}`, `  + ${after}`];
  });
  const lines = [headline(comparison), ...(rows.length > 0 ? ['', ...rows] : []), ...examples, ...caveat(comparison)];
  return `${harmless(lines.join('\n'))}\n`;
}

/** The report as Markdown. */
export function summaryOf(comparison: Comparison): string {
  const parts = ['## Engine\n', `${plain(headline(comparison), 4000)}\n`];
  if (comparison.kind === 'compared') {
    const rows = groups(comparison).map(({ template, dialect, count }) => [
      code(template),
      code(dialect),
      String(count),
    ]);
    parts.push(table(['template', 'language', 'messages that differ'], rows, tableBudget));
    for (const { name, field, before, after } of examplesOf(comparison)) {
      parts.push(`${code(name)}, ${code(field)}:\n\n- before: ${code(before)}\n- after: ${code(after)}\n`);
    }
    parts.push(...caveat(comparison).map((line) => `${plain(line, 4000)}\n`));
  }
  return `${parts.filter(Boolean).join('\n')}\n`;
}

function headline(comparison: Comparison): string {
  const base = comparison.base.slice(0, 12);
  if (comparison.kind === 'same')
    return `The engine is byte-identical to that of ${base}, so it makes the same messages.`;
  if (comparison.kind === 'failed') {
    const [which, of] =
      comparison.engine === 'old' ? ['The engine of', base] : ['The new engine', `compared with ${base}`];
    return `${which} ${of} cannot render these files, so nothing was compared: ${few(comparison.errors)}`;
  }
  const { messages, differences } = comparison;
  if (differences.length === 0) return `The engine changed since ${base}, but all ${messages} messages are the same.`;
  const only = differences.filter(({ before, after }) => !before || !after).length;
  const missing = only > 0 ? ` ${only} of them exist with only one of the two engines.` : '';
  return `The engine changed since ${base}: ${differences.length} of ${messages} messages differ.${missing}`;
}

function caveat({ onBase, base }: Compared): string[] {
  if (onBase === undefined) return [];
  const files = `Compared on the files of ${base.slice(0, 12)}, not on the current ones`;
  return ['', `${files}: its engine cannot render those. ${few(onBase)}`];
}

function few(errors: readonly string[]): string {
  const more = errors.length > 3 ? ` … and ${errors.length - 3} more` : '';
  return `${errors
    .slice(0, 3)
    .map((error) => error.slice(0, 300))
    .join(' · ')}${more}`;
}

interface Group {
  readonly template: string;
  readonly dialect: string;
  readonly count: number;
}

function groups({ differences }: Compared): Group[] {
  const found = Map.groupBy(differences, (one) => `${templateOf(one)}\n${one.dialect}`);
  return [...found].map(([key, { length }]) => {
    const [template = '', dialect = ''] = key.split('\n');
    return { template, dialect, count: length };
  });
}

function templateOf({ before, after }: Difference): string {
  return (after ?? before)?.template ?? '';
}

interface Example {
  readonly name: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Examples for a few messages, each with its first differing line: one per template and language, as far as there is
 * room.
 */
function examplesOf({ differences }: Compared): Example[] {
  const each = [...Map.groupBy(differences, (one) => `${templateOf(one)}\n${one.dialect}`).values()].map(
    ([first]) => first,
  );
  return each
    .filter((one) => one !== undefined)
    .slice(0, mostExamples)
    .map(exampleOf);
}

function exampleOf({ before, after }: Difference): Example {
  const { tenant = '', template = '', locale = '' } = after ?? before ?? {};
  const name = `${tenant}/${template} ${locale}`;
  if (!before || !after) {
    const none = 'none';
    return { name, field: 'the message', before: before ? 'made' : none, after: after ? 'made' : none };
  }
  const names = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])];
  const field = names.find((one) => before.fields[one] !== after.fields[one]);
  // A digest also covers the sender and the names of data.
  if (field === undefined)
    return { name, field: 'what is sent along with its texts', before: before.digest, after: after.digest };
  return { name, field, ...firstDifference(before.fields[field] ?? '', after.fields[field] ?? '') };
}

function firstDifference(before: string, after: string): { before: string; after: string } {
  const [old, young] = [before.split('\n'), after.split('\n')];
  let line = 0;
  while (old[line] === young[line]) line += 1;
  const [one = '', other = ''] = [old[line], young[line]];
  let column = 0;
  while (column < one.length && one[column] === other[column]) column += 1;
  const start = Math.max(0, column - lead);
  return { before: one.slice(start, start + shownLine), after: other.slice(start, start + shownLine) };
}
