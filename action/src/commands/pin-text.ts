import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';

export interface Pin {
  readonly version: string;
  readonly until?: string;
  readonly reason?: string;
}

/**
 * Adds a pin to the text of a tenant's file, or replaces the existing one. Every other byte stays the same: comments,
 * order and spacing are the authors'.
 */
export function addPin(text: string, template: string, pin: Pin): string {
  const entry = entryOf(pin);
  const root = parseDocument(text).contents;
  const pins = isMap(root) ? pairOf(root, 'pins') : undefined;
  if (!pins) return `${text}${text.endsWith('\n') || text === '' ? '' : '\n'}\npins:\n  ${template}: ${entry}\n`;
  if (!isMap(pins.value)) return replace(text, rangeOf(pins.value), `\n  ${template}: ${entry}`, rangeEnd(pins.key));
  const known = pairOf(pins.value, template);
  if (known) return replace(text, rangeOf(known.value), entry, rangeEnd(known.key));
  const first = pins.value.items[0];
  if (!first) return replace(text, rangeOf(pins.value), `{ ${template}: ${entry} }`);
  const at = rangeOf(first.key)![0];
  const separator = pins.value.flow ? ', ' : `\n${' '.repeat(columnOf(text, at))}`;
  return `${text.slice(0, at)}${template}: ${entry}${separator}${text.slice(at)}`;
}

function entryOf({ version, until, reason }: Pin): string {
  const parts = [`version: ${version}`];
  if (until !== undefined) parts.push(`until: ${until}`);
  if (reason !== undefined) parts.push(`reason: ${JSON.stringify(reason)}`);
  return `{ ${parts.join(', ')} }`;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

type Range = readonly [start: number, end: number];

/** The range of a node's own text, without the comment after it; undefined where there is no value. */
function rangeOf(node: unknown): Range | undefined {
  const range = (node as Scalar | null)?.range;
  return range ? [range[0], range[1]] : undefined;
}

/** The offset just after a key and its colon. */
function rangeEnd(key: unknown): number {
  return (rangeOf(key)?.[1] ?? 0) + ':'.length;
}

function replace(text: string, range: Range | undefined, by: string, otherwise = 0): string {
  if (!range || range[0] === range[1]) return `${text.slice(0, otherwise)} ${by}${text.slice(otherwise)}`;
  const end = text.slice(range[0], range[1]).trimEnd().length + range[0];
  return text.slice(0, range[0]) + by + text.slice(end);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
