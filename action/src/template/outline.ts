import type { Condition, Filter, Node, Ref } from './ir.ts';

/**
 * Writes a message field in our own template language, for no particular vendor: a tenant's values read `⟦path⟧`,
 * runtime data reads as an author writes it, and equal iterations of an unrolled loop in a row count once. Two fields
 * with the same outline say the same apart from the tenants' own values, whichever vendor they are printed for. People
 * are shown a change in the words of outlines.
 */
export function outlineOf(nodes: readonly Node[]): string {
  let outline = '';
  for (const node of nodes) outline += outlineOfNode(node);
  return outline;
}

function outlineOfNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return node.origin === undefined ? node.text : `⟦${node.origin}⟧`;
    case 'out':
      return `{{${filtered(refName(node.ref), node.filters)}}}`;
    case 'if': {
      const otherwise = node.else.length > 0 ? `{{else}}${outlineOf(node.else)}` : '';
      return `{{#if ${conditionText(node.condition)}}}${outlineOf(node.then)}${otherwise}{{/if}}`;
    }
    case 'each': {
      const otherwise = node.empty.length > 0 ? `{{else}}${outlineOf(node.empty)}` : '';
      return `{{#each ${refName(node.ref)}}}${outlineOf(node.body)}${otherwise}{{/each}}`;
    }
    case 'unrolled':
      return turnsOnce(node.iterations.map(outlineOf));
  }
}

function turnsOnce(turns: readonly string[]): string {
  return turns.filter((turn, index) => turn !== turns[index - 1]).join('');
}

function filtered(name: string, filters: readonly Filter[]): string {
  const [filter, ...inner] = filters.toReversed();
  if (!filter) return name;
  const style = filter.name === 'date' ? ` "${filter.style}"` : '';
  const operand = inner.length > 0 ? `(${filtered(name, inner.reverse())})` : name;
  return `${filter.name} ${operand}${style}`;
}

function refName(ref: Ref): string {
  switch (ref.kind) {
    case 'data':
      return [ref.root, ...ref.path].join('.');
    case 'loop':
      return ['this', ...ref.path].join('.');
    case 'loop-data':
      return `@${ref.name}`;
    case 'vendor':
      return `vendor.${ref.name}`;
  }
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'truthy':
      return refName(condition.ref);
    case 'compare': {
      const { operator, left, right } = condition;
      const other = right.kind === 'literal' ? JSON.stringify(right.value) : refName(right);
      return `(${operator} ${refName(left)} ${other})`;
    }
    case 'not':
      return `(not ${conditionText(condition.operand)})`;
    default:
      return `(${condition.kind} ${condition.operands.map(conditionText).join(' ')})`;
  }
}
