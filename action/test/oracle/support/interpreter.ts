import type { Json, JsonObject } from '../../../src/digest.ts';
import type { Condition, Filter, Literal, Node, Ref, VendorRef } from '../../../src/template/ir.ts';

/** What a message is rendered with when it is sent. */
export interface SendData {
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  readonly vendor: Readonly<Record<VendorRef['name'], string>>;
}

export const vendorUrls: SendData['vendor'] = {
  unsubscribe_url: 'https://vendor.example/u?id=1&list=2',
  preferences_url: 'https://vendor.example/p?id=1',
  browser_url: 'https://vendor.example/b',
};

/** The turn of a runtime loop. */
interface Turn {
  readonly item: Json;
  readonly index: number;
  readonly count: number;
}

/** What the intermediate form means: the text it stands for, given the data. Shares no code with the dialects. */
export function interpret(
  nodes: readonly Node[],
  data: SendData,
  has: (name: VendorRef['name']) => boolean = () => true,
  turns: ReadonlyMap<number, Turn> = new Map(),
): string {
  return nodes.map((node) => interpretNode(node, data, has, turns)).join('');
}

function interpretNode(
  node: Node,
  data: SendData,
  has: (name: VendorRef['name']) => boolean,
  turns: ReadonlyMap<number, Turn>,
): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'out': {
      const filtered = node.filters.reduce(applyFilter, show(valueAt(node.ref, data, turns)));
      return node.escape === 'html' && node.ref.kind !== 'vendor' ? escapeHtml(filtered) : filtered;
    }
    case 'if':
      return interpret(holds(node.condition, data, has, turns) ? node.then : node.else, data, has, turns);
    case 'unrolled':
      return node.iterations.map((turn) => interpret(turn, data, has, turns)).join('');
    case 'each': {
      const items = valueAt(node.ref, data, turns);
      if (!Array.isArray(items) || items.length === 0) return interpret(node.empty, data, has, turns);
      const count = items.length;
      return (items as readonly Json[])
        .map((item, index) => interpret(node.body, data, has, new Map(turns).set(node.loop, { item, index, count })))
        .join('');
    }
  }
}

function valueAt(ref: Ref | Literal, data: SendData, turns: ReadonlyMap<number, Turn>): Json | undefined {
  switch (ref.kind) {
    case 'literal':
      return ref.value;
    case 'data':
      return follow(data[ref.root], ref.path);
    case 'vendor':
      return data.vendor[ref.name];
    case 'loop':
      return follow((turns.get(ref.loop) as Turn).item, ref.path);
    case 'loop-data': {
      const { index, count } = turns.get(ref.loop) as Turn;
      return ref.name === 'index' ? index : ref.name === 'first' ? index === 0 : index === count - 1;
    }
  }
}

function follow(value: Json | undefined, path: readonly string[]): Json | undefined {
  let at = value;
  for (const segment of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, segment)) return undefined;
    at = (at as JsonObject)[segment];
  }
  return at;
}

function holds(
  condition: Condition,
  data: SendData,
  has: (name: VendorRef['name']) => boolean,
  turns: ReadonlyMap<number, Turn>,
): boolean {
  switch (condition.kind) {
    case 'not':
      return !holds(condition.operand, data, has, turns);
    case 'and':
      return condition.operands.every((operand) => holds(operand, data, has, turns));
    case 'or':
      return condition.operands.some((operand) => holds(operand, data, has, turns));
    case 'truthy':
      if (condition.ref.kind === 'vendor') return has(condition.ref.name);
      return isTrue(valueAt(condition.ref, data, turns));
    case 'compare':
      return compare(condition.operator, valueAt(condition.left, data, turns), valueAt(condition.right, data, turns));
  }
}

function isTrue(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function compare(operator: string, left: Json | undefined, right: Json | undefined): boolean {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === undefined || left === null || right === undefined || right === null) return false;
  switch (operator) {
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'lt':
      return left < right;
    default:
      return left <= right;
  }
}

function show(value: Json | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

function applyFilter(text: string, filter: Filter): string {
  switch (filter.name) {
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'capitalize':
      return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
    case 'url':
      return encodeURIComponent(text);
    case 'date':
      throw new Error('dates have examples of their own');
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Decodes numeric entities and the few names that the engines write. */
export function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[name] as string;
    return String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}
