import { type Json, type JsonObject, own } from '../digest.ts';
import { encodeUrl } from './encode-url.ts';
import { formatDate, readLocalTime } from './formats/date.ts';
import type { DateStyle } from './formats/formats.ts';
import { formats } from './formats/index.ts';
import type { Condition, Filter, Literal, Node, Out, Ref, VendorRef } from './ir.ts';

/** What a send carries and what the vendor adds. A value that the vendor does not have is absent. */
export interface RuntimeData {
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  readonly vendor: Readonly<Partial<Record<VendorRef['name'], string>>>;
}

/** An iteration of a runtime loop. */
interface Turn {
  readonly item: Json;
  readonly index: number;
  readonly last: boolean;
}

type Turns = ReadonlyMap<number, Turn>;

/** Fills runtime data into the intermediate form, as a reader would see it, without any vendor's language. */
export function interpret(nodes: readonly Node[], data: RuntimeData): string {
  return show(nodes, data, new Map());
}

function show(nodes: readonly Node[], data: RuntimeData, turns: Turns): string {
  return nodes.map((node) => showNode(node, data, turns)).join('');
}

function showNode(node: Node, data: RuntimeData, turns: Turns): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'out':
      return printed(node, valueAt(node.ref, data, turns));
    case 'if':
      return show(holds(node.condition, data, turns) ? node.then : node.else, data, turns);
    case 'each': {
      const items = valueAt(node.ref, data, turns);
      if (!Array.isArray(items) || items.length === 0) return show(node.empty, data, turns);
      const turn = (item: Json, index: number): Turn => ({ item, index, last: index === items.length - 1 });
      return items
        .map((item, index) => show(node.body, data, new Map(turns).set(node.loop, turn(item, index))))
        .join('');
    }
    case 'unrolled':
      return node.iterations.map((iteration) => show(iteration, data, turns)).join('');
  }
}

function printed(node: Out, value: Json | undefined): string {
  let text = value === undefined || value === null || typeof value === 'object' ? '' : String(value);
  for (const filter of node.filters) text = filtered(text, filter);
  return node.escape === 'html' && node.ref.kind !== 'vendor'
    ? text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    : text;
}

function filtered(text: string, filter: Filter): string {
  switch (filter.name) {
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'capitalize':
      return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
    case 'url':
      return encodeUrl(text);
    case 'date':
      return date(text, filter.style, filter.locale);
  }
}

/** Writes a date as the vendor would: anything that is not a date is printed as it is. */
function date(text: string, style: DateStyle, locale: string): string {
  const time = readLocalTime(text);
  const known = formats.get(locale);
  return time && known ? formatDate(time, style, known) : text;
}

function valueAt(ref: Ref, data: RuntimeData, turns: Turns): Json | undefined {
  switch (ref.kind) {
    case 'data':
      return at(data[ref.root], ref.path);
    case 'loop':
      return at(turns.get(ref.loop)?.item, ref.path);
    case 'loop-data': {
      const turn = turns.get(ref.loop);
      if (!turn) return undefined;
      return ref.name === 'index' ? turn.index : ref.name === 'first' ? turn.index === 0 : turn.last;
    }
    case 'vendor':
      return data.vendor[ref.name];
  }
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = own(value as JsonObject, segment);
  }
  return value;
}

function holds(condition: Condition, data: RuntimeData, turns: Turns): boolean {
  const test = (operand: Condition): boolean => holds(operand, data, turns);
  switch (condition.kind) {
    case 'truthy': {
      const value = valueAt(condition.ref, data, turns);
      return Array.isArray(value) ? value.length > 0 : Boolean(value);
    }
    case 'compare': {
      const value = (side: Ref | Literal): Json | undefined =>
        side.kind === 'literal' ? side.value : valueAt(side, data, turns);
      return compare(condition.operator, value(condition.left), value(condition.right));
    }
    case 'not':
      return !test(condition.operand);
    case 'and':
      return condition.operands.every(test);
    case 'or':
      return condition.operands.some(test);
  }
}

type Operator = Extract<Condition, { kind: 'compare' }>['operator'];

/** Compares two values of the same declared type; nothing is less or greater than a missing value. */
function compare(operator: Operator, left: Json | undefined, right: Json | undefined): boolean {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === undefined || left === null || right === undefined || right === null) return false;
  if (operator === 'gt') return left > right;
  if (operator === 'gte') return left >= right;
  return operator === 'lt' ? left < right : left <= right;
}
