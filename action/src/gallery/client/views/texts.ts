import { lineDiff, wordDiff } from '../diff.ts';
import { el } from '../dom.ts';
import type { Fields, Sides } from '../texts.ts';
import { absent } from './pair.ts';

/** Shows the fields of a line or two, with the words that changed. */
export function fieldLines({ before, after, direction }: Sides, skip: readonly string[]): HTMLElement | undefined {
  const names = fieldNames(before?.fields, after?.fields).filter((name) => !skip.includes(name));
  if (names.length === 0) return undefined;
  const rows = names.flatMap((name) => [
    el('dt', {}, name),
    el('dd', { dir: name === 'link' ? 'ltr' : direction }, ...wordDiff(before?.fields[name], after?.fields[name])),
  ]);
  return el('dl', { class: 'fields' }, ...rows);
}

/**
 * Shows how the text part changed, word by word. Messages of channels other than email are nothing but their fields.
 */
export function textView(sides: Sides, channel: string): HTMLElement {
  const { before, after, direction } = sides;
  if (channel !== 'email') return fieldLines(sides, []) ?? absent('No texts.');
  const [old, now] = [before?.fields.text, after?.fields.text];
  if (old === undefined && now === undefined) return absent('This message has no text part.');
  const same = before && after && old === now;
  return el(
    'div',
    {},
    same && el('p', { class: 'note' }, 'The text part is the same before and after.'),
    el('pre', { dir: direction, class: 'part' }, ...wordDiff(old, now)),
  );
}

/**
 * Shows what the vendor is given, field by field: the lines that change, or the whole field where there is only one
 * side.
 */
export function sourceView({ before, after }: Sides): HTMLElement {
  const names = fieldNames(before?.source, after?.source);
  if (names.length === 0) return absent('The source is not in this page.');
  return el(
    'div',
    { class: 'source' },
    ...names.map((name) => sourceField(name, before?.source[name], after?.source[name])),
  );
}

function sourceField(name: string, before: string | undefined, after: string | undefined): HTMLElement {
  const difference = before !== undefined && after !== undefined ? lineDiff(before, after) : undefined;
  const heading = el('h5', {}, name);
  const now = after ?? before ?? '';
  if (difference) return el('section', {}, heading, difference, wholeSource(name, now));
  const state = before === undefined ? 'new' : after === undefined ? 'removed' : 'unchanged';
  heading.append(el('span', { class: 'state' }, state));
  return el('section', {}, heading, state === 'unchanged' ? wholeSource(name, now) : code(name, now));
}

/** Shows the whole field on demand, because most of it did not change. */
function wholeSource(name: string, text: string): HTMLElement {
  const details = el('details', {}, el('summary', {}, `All of ${name}`));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(code(name, text));
  });
  return details;
}

function code(name: string, text: string): HTMLElement {
  return el('pre', { tabindex: 0, role: 'group', 'aria-label': `Source of ${name}` }, el('code', {}, text));
}

function fieldNames(before: Fields = {}, after: Fields = {}): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])];
}
