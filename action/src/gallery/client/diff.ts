import { diffWordsWithSpace, structuredPatch } from 'diff';
import { el } from './dom.ts';

/** The most milliseconds spent on a comparison; after that, the whole text is shown as replaced. */
const patience = 300;

/** Shows words taken out and put in. Where there is only one text, shows it as it is. */
export function wordDiff(before: string | undefined, after: string | undefined): (Node | string)[] {
  if (before === undefined || after === undefined || before === after) return [after ?? before ?? ''];
  const parts = diffWordsWithSpace(before, after, { timeout: patience });
  if (!parts) return [el('del', {}, before), el('ins', {}, after)];
  return parts.map(({ value, added, removed }) =>
    added ? el('ins', {}, value) : removed ? el('del', {}, value) : value,
  );
}

/** Shows lines taken out and put in, with a few lines around them; undefined where there is no difference. */
export function lineDiff(before: string, after: string): HTMLElement | undefined {
  if (before === after) return undefined;
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, timeout: patience });
  const hunks = patch?.hunks ?? [wholeHunk(before, after)];
  const rows = hunks.flatMap(({ oldStart, newStart, lines }) => [
    el('div', { class: 'hunk' }, `Line ${newStart}${oldStart === newStart ? '' : ` (was ${oldStart})`}`),
    // `\ No newline at end of file` is not a line of the text.
    ...hunkRows(lines.filter((line) => !line.startsWith('\\'))),
  ]);
  return el('div', { class: 'lines' }, ...rows);
}

function wholeHunk(before: string, after: string): { oldStart: number; newStart: number; lines: string[] } {
  const prefixed = (text: string, sign: string): string[] => text.split('\n').map((line) => sign + line);
  return { oldStart: 1, newStart: 1, lines: [...prefixed(before, '-'), ...prefixed(after, '+')] };
}

/** Makes the rows of a hunk. Where as many lines were put in as taken out, each shows the words that differ. */
function hunkRows(lines: readonly string[]): HTMLElement[] {
  const rows: HTMLElement[] = [];
  for (let at = 0; at < lines.length; ) {
    const removed = runOf(lines, at, '-');
    const added = runOf(lines, at + removed.length, '+');
    if (removed.length + added.length === 0) {
      rows.push(row('same', ' ', [lines[at]!.slice(1)]));
      at += 1;
      continue;
    }
    const paired = removed.length === added.length;
    removed.forEach((line, index) => {
      rows.push(row('out', '−', paired ? halfOf(line, added[index]!, 'DEL') : [line]));
    });
    added.forEach((line, index) => {
      rows.push(row('in', '+', paired ? halfOf(removed[index]!, line, 'INS') : [line]));
    });
    at += removed.length + added.length;
  }
  return rows;
}

function halfOf(before: string, after: string, tag: 'INS' | 'DEL'): (Node | string)[] {
  return wordDiff(before, after).filter((part) => typeof part === 'string' || part.nodeName === tag);
}

function runOf(lines: readonly string[], from: number, sign: string): string[] {
  const run: string[] = [];
  for (let at = from; lines[at]?.startsWith(sign); at += 1) run.push(lines[at]!.slice(1));
  return run;
}

function row(kind: string, sign: string, parts: readonly (Node | string)[]): HTMLElement {
  const names: Record<string, string> = { in: 'added', out: 'removed' };
  return el(
    'div',
    { class: `line ${kind}` },
    el('span', { class: 'sign', 'aria-label': names[kind], role: names[kind] === undefined ? undefined : 'img' }, sign),
    el('code', {}, ...parts),
  );
}
