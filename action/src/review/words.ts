import { diffArrays } from 'diff';

/** Words taken out of a text and put into it at one place, with the text around them. */
export interface Edit {
  readonly lead: string;
  readonly before: string;
  readonly after: string;
  readonly tail: string;
}

/**
 * The most words by which two texts may differ before they are said to differ as a whole: the time to find the smallest
 * difference grows with the square of it.
 */
const mostApart = 600;
/** The most equal words that may lie between two edits for them to be joined into one. */
const bridge = 3;
/** Characters of context on each side. */
const context = 40;

/** Finds where two texts differ, word by word. The name of a value and a tag of runtime data count as one word each. */
export function editsBetween(before: string, after: string): Edit[] {
  if (before === after) return [];
  const part = partThatDiffers(before, after);
  const old = words(part.before);
  const young = words(part.after);
  const head = commonStart(old, young);
  const tail = commonEnd(old, young, head);
  const spans = spansOf(old.slice(head, old.length - tail), young.slice(head, young.length - tail));
  return spans.map(({ from, to, newFrom, newTo }) => {
    const place = { from: head + from, to: head + to, newFrom: head + newFrom, newTo: head + newTo };
    return editAt(old, young, atTag(old, young, place));
  });
}

function editAt(old: readonly string[], young: readonly string[], { from, to, newFrom, newTo }: Span): Edit {
  return {
    lead: leadOf(young, newFrom),
    before: old.slice(from, to).join(''),
    after: young.slice(newFrom, newTo).join(''),
    tail: tailOf(young, newTo),
  };
}

/** The most words by which a place is moved back to the beginning of a tag. */
const longestTag = 60;

/**
 * Moves a place back to the beginning of a tag where that is the same edit. A whole tag put in before another can be
 * read as `<a><b>` put in, or as `a><b` put in after the `<` of what follows; the former is what its author did.
 */
function atTag(old: readonly string[], young: readonly string[], place: Span): Span {
  const isAddition = place.from === place.to;
  if (!isAddition && place.newFrom !== place.newTo) return place;
  const words = isAddition ? young : old;
  const from = isAddition ? place.newFrom : place.from;
  const to = isAddition ? place.newTo : place.to;
  for (let back = 0; back < longestTag && from - back >= 0; back++) {
    if (words[from - back] === '<') {
      const { newFrom, newTo } = place;
      return { from: place.from - back, to: place.to - back, newFrom: newFrom - back, newTo: newTo - back };
    }
    if (words[from - back - 1] !== words[to - back - 1]) break;
  }
  return place;
}

/** Characters kept around the part that differs, as context. */
const margin = 4 * context;

/** Cuts off what two texts begin and end with in common, except for some context; cuts only between tags or lines. */
function partThatDiffers(before: string, after: string): { before: string; after: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = boundary(before.slice(0, Math.max(0, start - margin)));
  const kept = before.slice(before.length - Math.max(0, end - margin));
  const to = kept.search(/[>\n]/) + 1;
  const tail = to === 0 ? 0 : kept.length - to;
  return { before: before.slice(from, before.length - tail), after: after.slice(from, after.length - tail) };
}

function boundary(text: string): number {
  return Math.max(text.lastIndexOf('>'), text.lastIndexOf('\n')) + 1;
}

function words(text: string): string[] {
  return text.match(/⟦[^⟦⟧]*⟧|\{\{[^{}]*\}\}|\s+|[\p{L}\p{M}\p{N}_]+|[\s\S]/gu) ?? [];
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let count = 0;
  const most = Math.min(a.length, b.length) - start;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

interface Span {
  readonly from: number;
  readonly newFrom: number;
  to: number;
  newTo: number;
}

/** The ranges that differ in both lists; those with only a few equal words between them are joined. */
function spansOf(old: string[], young: string[]): Span[] {
  const whole: Span = { from: 0, to: old.length, newFrom: 0, newTo: young.length };
  const parts = diffArrays(old, young, { maxEditLength: mostApart });
  if (!parts) return [whole];
  const spans: Span[] = [];
  let from = 0;
  let newFrom = 0;
  for (const { value, added, removed } of parts) {
    const to = from + (added ? 0 : value.length);
    const newTo = newFrom + (removed ? 0 : value.length);
    if (added || removed) extend(spans, { from, to, newFrom, newTo });
    from = to;
    newFrom = newTo;
  }
  return spans;
}

function extend(spans: Span[], next: Span): void {
  const last = spans.at(-1);
  if (!last || next.from - last.to > bridge) {
    spans.push(next);
    return;
  }
  last.to = next.to;
  last.newTo = next.newTo;
}

/** What a reader sees before a place, back to the last HTML tag. */
function leadOf(all: readonly string[], at: number): string {
  let text = '';
  for (let index = at - 1; index >= 0 && text.length < context; index--) text = all[index] + text;
  return text
    .slice(text.lastIndexOf('>') + 1)
    .slice(-2 * context)
    .trimStart();
}

function tailOf(all: readonly string[], at: number): string {
  let text = '';
  for (let index = at; index < all.length && text.length < context; index++) text += all[index];
  const tag = text.indexOf('<');
  return (tag === -1 ? text : text.slice(0, tag)).slice(0, 2 * context).trimEnd();
}
