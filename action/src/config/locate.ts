import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { positionAt } from './text.ts';
import { yamlOptions } from './yaml.ts';

/** A path into a document: the keys and indices from its root. */
export type Pointer = readonly string[];

/** Whether a key is meant, or its value. */
export type Part = 'key' | 'value';

/**
 * Creates a function that finds the positions of values in a YAML text. It holds the parsed text: make one per file,
 * and let go of it.
 */
export function locator(text: string): (pointer: Pointer, part: Part) => { line: number; column: number } {
  const { contents } = parseDocument(text, yamlOptions);
  return (pointer, part) => positionAt(text, offsetOf(contents as Node | null, pointer, part));
}

/** The offset of `pointer`; for something absent, that of the key of its nearest existing ancestor. */
function offsetOf(root: Node | null, pointer: Pointer, part: Part): number {
  let node = root;
  let key = 0;
  let complete = true;
  for (const segment of pointer) {
    const next = member(node, segment);
    if (!next) {
      complete = false;
      break;
    }
    key = next.key;
    node = next.value;
  }
  if (complete && part === 'value' && node?.range) return node.range[0];
  return pointer.length === 0 || key === 0 ? (root?.range?.[0] ?? 0) : key;
}

function member(node: Node | null, segment: string): { key: number; value: Node | null } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)] as Node | undefined;
    return item && { key: item.range?.[0] ?? 0, value: item };
  }
  if (!isMap(node)) return undefined;
  for (const pair of node.items) {
    const key = pair.key as Node;
    if (isScalar(key) && String(key.value) === segment) {
      return { key: key.range?.[0] ?? 0, value: pair.value as Node | null };
    }
  }
  return undefined;
}
