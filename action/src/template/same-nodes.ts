import type { Condition, Filter, Literal, Node, Ref, Text } from './ir.ts';

/**
 * Whether two bodies from one version of a template are the same piece by piece. Pieces made from different places in
 * the sources count as different. Texts are compared by `sameText`, which is called for every value, in order.
 */
export function sameNodes(
  a: readonly Node[],
  b: readonly Node[],
  sameText: (one: Text, other: Text) => boolean,
): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!sameNode(a[index] as Node, b[index] as Node, sameText)) return false;
  }
  return true;
}

function sameNode(a: Node, b: Node, sameText: (one: Text, other: Text) => boolean): boolean {
  // Most nodes are the very same literal.
  if (a === b && a.kind === 'text' && a.origin === undefined) return true;
  if (a.kind === 'unrolled') {
    if (b.kind !== 'unrolled' || a.iterations.length !== b.iterations.length) return false;
    return a.iterations.every((turn, index) => sameNodes(turn, b.iterations[index] as readonly Node[], sameText));
  }
  if (b.kind === 'unrolled' || a.at !== b.at) return false;
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && a.origin === b.origin && a.state === b.state && sameText(a, b);
    case 'out':
      return b.kind === 'out' && sameRef(a.ref, b.ref) && sameFilters(a.filters, b.filters) && a.escape === b.escape;
    case 'if':
      return (
        b.kind === 'if' &&
        sameCondition(a.condition, b.condition) &&
        sameNodes(a.then, b.then, sameText) &&
        sameNodes(a.else, b.else, sameText)
      );
    case 'each':
      return (
        b.kind === 'each' &&
        a.loop === b.loop &&
        sameRef(a.ref, b.ref) &&
        sameNodes(a.body, b.body, sameText) &&
        sameNodes(a.empty, b.empty, sameText)
      );
  }
}

function sameCondition(a: Condition, b: Condition): boolean {
  switch (a.kind) {
    case 'truthy':
      return b.kind === 'truthy' && sameRef(a.ref, b.ref);
    case 'compare':
      return (
        b.kind === 'compare' && a.operator === b.operator && sameSide(a.left, b.left) && sameSide(a.right, b.right)
      );
    case 'not':
      return b.kind === 'not' && sameCondition(a.operand, b.operand);
    default: {
      if (b.kind !== a.kind || a.operands.length !== b.operands.length) return false;
      return a.operands.every((operand, index) => sameCondition(operand, b.operands[index] as Condition));
    }
  }
}

function sameSide(a: Ref | Literal, b: Ref | Literal): boolean {
  if (a.kind === 'literal') return b.kind === 'literal' && a.value === b.value;
  return b.kind !== 'literal' && sameRef(a, b);
}

function sameRef(a: Ref, b: Ref): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'data':
      return b.kind === 'data' && a.root === b.root && a.schema === b.schema && samePath(a.path, b.path);
    case 'loop':
      return b.kind === 'loop' && a.loop === b.loop && a.schema === b.schema && samePath(a.path, b.path);
    case 'loop-data':
      return b.kind === 'loop-data' && a.loop === b.loop && a.name === b.name;
    case 'vendor':
      return b.kind === 'vendor' && a.name === b.name;
  }
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}

function sameFilters(a: readonly Filter[], b: readonly Filter[]): boolean {
  return a.length === b.length && a.every((filter, index) => sameFilter(filter, b[index] as Filter));
}

function sameFilter(a: Filter, b: Filter): boolean {
  if (a.name !== 'date' || b.name !== 'date') return a.name === b.name;
  return a.style === b.style && a.locale === b.locale;
}
