import type { DataMapping, DialectId, FieldFormat, Printed } from '../../../src/template/dialects/dialect.ts';
import { dialects } from '../../../src/template/dialects/registry.ts';
import { type HtmlState, htmlStates } from '../../../src/template/html-state.ts';
import type {
  ComparisonOperator,
  Condition,
  DataRef,
  Each,
  Filter,
  If,
  LoopDataRef,
  LoopRef,
  Node,
  Out,
  Ref,
  RuntimeType,
  Spot,
  Text,
  VendorRef,
} from '../../../src/template/ir.ts';

/** The intermediate form in a few words. */
export const at: Spot = { source: { path: 'templates/t/html.hbs', text: '' }, line: 3, column: 5 };

export function text(written: string, state: HtmlState = htmlStates.text): Text {
  return { kind: 'text', text: written, origin: undefined, state, at };
}

export function value(written: string, origin = 'brand.name', state: HtmlState = htmlStates.text): Text {
  return { kind: 'text', text: written, origin, state, at };
}

export function event(path: string, type: RuntimeType = 'string', schema: DataRef['schema'] = {}): DataRef {
  return { kind: 'data', root: 'event', path: path.split('.'), type, schema };
}

export function recipient(path: string, type: RuntimeType = 'string'): DataRef {
  return { kind: 'data', root: 'recipient', path: path.split('.'), type, schema: {} };
}

export function item(loop: number, path = '', type: RuntimeType = 'string', schema: LoopRef['schema'] = {}): LoopRef {
  return { kind: 'loop', loop, path: path === '' ? [] : path.split('.'), type, schema };
}

export function loopData(loop: number, name: LoopDataRef['name']): LoopDataRef {
  return { kind: 'loop-data', loop, name, type: name === 'index' ? 'number' : 'boolean' };
}

export function vendor(name: VendorRef['name']): VendorRef {
  return { kind: 'vendor', name, type: 'string' };
}

/** Prints escaped, as in HTML; `verbatim` as in plain text. */
export function out(ref: Ref, ...filters: Filter[]): Out {
  return { kind: 'out', ref, filters, escape: 'html', state: htmlStates.text, at };
}

export function verbatim(ref: Ref, ...filters: Filter[]): Out {
  return { ...out(ref, ...filters), escape: 'none', state: htmlStates.plain };
}

export function truth(ref: Ref): Condition {
  return { kind: 'truthy', ref };
}

export function compare(operator: ComparisonOperator, left: Ref, right: Ref | string | number | boolean): Condition {
  return {
    kind: 'compare',
    operator,
    left,
    right: typeof right === 'object' ? right : { kind: 'literal', value: right },
  };
}

export function and(...operands: Condition[]): Condition {
  return { kind: 'and', operands };
}

export function or(...operands: Condition[]): Condition {
  return { kind: 'or', operands };
}

export function not(operand: Condition): Condition {
  return { kind: 'not', operand };
}

export function when(condition: Condition | Ref, yes: readonly Node[], no: readonly Node[] = []): If {
  const asked = 'path' in condition || 'name' in condition ? truth(condition) : condition;
  // biome-ignore lint/suspicious/noThenProperty: the name of a branch
  return { kind: 'if', condition: asked, then: yes, else: no, at };
}

export function each(loop: number, ref: Ref, body: readonly Node[], empty: readonly Node[] = []): Each {
  return { kind: 'each', loop, ref, body, empty, at };
}

export function print(id: DialectId, nodes: readonly Node[], format: FieldFormat = 'html'): Printed {
  return dialects[id].print(nodes, format, dialects[id].defaultData);
}

/** The text of the skeleton of what is printed. */
export function skeleton(id: DialectId, nodes: readonly Node[], format: FieldFormat = 'html'): string {
  return print(id, nodes, format).skeleton.join('');
}

export function printWith(id: DialectId, nodes: readonly Node[], data: DataMapping): Printed {
  return dialects[id].print(nodes, 'html', data);
}

/** The text of a field that has no problems. */
export function printed(id: DialectId, nodes: readonly Node[], format: FieldFormat = 'html'): string {
  const { text: emitted, problems } = print(id, nodes, format);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return emitted;
}

/** The codes of a field's problems. */
export function codes(id: DialectId, nodes: readonly Node[], format: FieldFormat = 'html'): string[] {
  return print(id, nodes, format).problems.map(({ code }) => code);
}
