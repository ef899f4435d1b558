import type {
  ComparisonOperator,
  Condition,
  Filter,
  Literal,
  LoopDataRef,
  Out,
  Ref,
  RuntimeType,
  VendorRef,
} from '../ir.ts';
import type { DataMapping, Dialect, DialectId } from './dialect.ts';
import type { Test } from './print/conditions.ts';
import { isVendorTruth } from './print/conditions.ts';
import { handlebarsSyntax } from './print/handlebars-syntax.ts';
import { authorsPath, mappedName } from './print/names.ts';
import { printOperand } from './print/operands.ts';
import type { Block, Frame, Job, Language, Scope } from './print/printer.ts';
import { createDialect, refuse } from './print/printer.ts';
import { protectLines } from './print/standalone.ts';

/** What one vendor's Handlebars can do. */
export interface HandlebarsFlavour {
  readonly id: DialectId;
  /** The vendor's name, for messages. */
  readonly vendor: string;
  readonly defaultData: DataMapping;
  /** Whether `@root.x` works; else `../` climbs out of loops. */
  readonly root: boolean;
  /** Whether `{{#each xs as |x|}}` works; else `../` names the items of outer loops. */
  readonly blockParameters: boolean;
  readonly loopData: readonly LoopDataRef['name'][];
  /** Block helpers that compare, and the types they compare. An absent operator is put in other words or refused. */
  readonly comparisons: Readonly<Partial<Record<ComparisonOperator, Comparison>>>;
  /** Block helpers that take two values and test both, or either. */
  readonly logic: { readonly all?: string; readonly any?: string };
  /** Whether `this` may be lost inside the helpers of `comparisons` and `logic`. */
  readonly helpersVeil: boolean;
  /** Whether the vendor strips lines on which a block tag stands alone, as Handlebars does. */
  readonly stripsStandalone: boolean;
  /** The code that prints each vendor value, braces included. */
  readonly vendorValues: Readonly<Partial<Record<VendorRef['name'], string>>>;
  /** Names that the vendor would take as a helper where they stand alone. */
  readonly helpers: readonly string[];
  /** The expression that formats a date, or undefined if the vendor cannot. */
  date?(path: string, filter: Extract<Filter, { name: 'date' }>): string | undefined;
}

export interface Comparison {
  readonly helper: string;
  readonly types: readonly RuntimeType[];
}

/** A dialect of the Handlebars family. */
export function handlebarsDialect(flavour: HandlebarsFlavour): Dialect {
  return createDialect(handlebarsLanguage(flavour));
}

/** How a Handlebars flavour writes each construct; exported so that tests can break one at a time. */
export function handlebarsLanguage(flavour: HandlebarsFlavour): Language {
  const language: Language = {
    id: flavour.id,
    syntax: handlebarsSyntax(flavour.vendor),
    defaultData: flavour.defaultData,
    print: (node, scope, job) => printOut(node, scope, job, flavour),
    ask: (test, inverted, scope, job) => ask(test, inverted, scope, job, flavour),
    veils: (test) => flavour.helpersVeil && test.kind !== 'truthy',
    loop: (ref, frame, scope, job) => loop(ref, frame, scope, job, flavour),
    reword: (test) => reword(test, flavour),
    answer: (test) => (isVendorTruth(test) ? flavour.vendorValues[test.ref.name] !== undefined : undefined),
    atOnce: (condition) => atOnce(condition, flavour),
  };
  return flavour.stripsStandalone ? { ...language, protect: protectLines } : language;
}

function printOut(node: Out, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  if (node.ref.kind === 'vendor') return vendorValue(node.ref, scope, job, flavour);
  let expression = path(node.ref, scope, job, flavour);
  for (const filter of node.filters) {
    const filtered = filter.name === 'date' ? flavour.date?.(expression, filter) : undefined;
    if (filtered === undefined) return refuseFilter(filter, job, flavour);
    expression = filtered;
  }
  // Handlebars adds numbers up: `{{{a}}}{{{b}}}` of 1 and 2 is 3. Escaping makes texts of them, and changes nothing else.
  const isText = node.ref.type === 'string' || node.filters.length > 0;
  return node.escape === 'html' || !isText ? `{{${expression}}}` : `{{{${expression}}}}`;
}

function vendorValue(ref: VendorRef, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  if (scope.frame !== undefined) {
    return refuse(
      job,
      'not-in-dialect',
      `${flavour.vendor} prints vendor.${ref.name} at the root of the data only, not inside a loop.`,
      'Put it before or behind the loop.',
    );
  }
  return (
    flavour.vendorValues[ref.name] ??
    refuse(
      job,
      'not-in-dialect',
      `${flavour.vendor} has nothing that prints vendor.${ref.name}.`,
      `Put it between {{#if vendor.${ref.name}}} and {{/if}}: that is left out for vendors that lack it.`,
    )
  );
}

function refuseFilter(filter: Filter, job: Job, flavour: HandlebarsFlavour): string {
  const what = filter.name === 'date' ? `date "${filter.style}" (${filter.locale})` : filter.name;
  return refuse(
    job,
    'not-in-dialect',
    `${flavour.vendor} cannot apply the helper ${what} to data that is known only when the message is sent.`,
    'Send the value ready for display, such as event.total_display, and print that.',
  );
}

function ask(test: Test, inverted: boolean, scope: Scope, job: Job, flavour: HandlebarsFlavour): Block | undefined {
  switch (test.kind) {
    case 'truthy': {
      const subject = path(test.ref, scope, job, flavour);
      return block(inverted ? 'unless' : 'if', subject, subject);
    }
    case 'compare': {
      const subject = path(test.left, scope, job, flavour);
      if (inverted && test.operator !== 'eq' && test.operator !== 'ne') return undefined;
      const operator = inverted ? (test.operator === 'eq' ? 'ne' : 'eq') : test.operator;
      const comparison = flavour.comparisons[operator];
      if (comparison === undefined && inverted) return undefined;
      if (comparison?.types.includes(test.left.type) !== true) return refuseComparison(test, job, flavour);
      const right = operand(test.right, scope, job, flavour);
      return block(comparison.helper, `${subject} ${right}`, subject);
    }
    default: {
      const helper = flavour.logic[test.kind];
      if (inverted || helper === undefined) return undefined;
      const subjects = test.refs.map((ref) => path(ref, scope, job, flavour));
      return block(helper, subjects.join(' '), subjects[0] as string);
    }
  }
}

function block(helper: string, parameters: string, subject: string): Block {
  return { open: `{{#${helper} ${parameters}}}`, middle: '{{else}}', close: `{{/${helper}}}`, subject };
}

function operand(right: Ref | Literal, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  if (right.kind !== 'literal') return path(right, scope, job, flavour);
  // Escapes inside strings differ between the Handlebars of JavaScript and of other languages, so none are used.
  return printOperand(right, /["\\\n\r]|\}\}/, flavour.vendor, job);
}

function refuseComparison(test: Extract<Test, { kind: 'compare' }>, job: Job, flavour: HandlebarsFlavour): undefined {
  refuse(
    job,
    'not-in-dialect',
    `${flavour.vendor} cannot compare values of type ${test.left.type} with "${test.operator}" when the message is sent.`,
    'Decide it before sending: put a boolean, such as event.is_gift, into the data, and test that with #if.',
  );
}

/** `gte` is `gt` or `eq`, not the opposite of `lt`: of a missing value neither is true. */
function reword(test: Extract<Test, { kind: 'compare' }>, flavour: HandlebarsFlavour): Condition | undefined {
  const { operator, left, right } = test;
  if (flavour.comparisons[operator] !== undefined) return undefined;
  const compare = (other: ComparisonOperator): Condition => ({ kind: 'compare', operator: other, left, right });
  if (operator === 'ne') return { kind: 'not', operand: compare('eq') };
  if (operator === 'gte') return { kind: 'or', operands: [compare('gt'), equalNumbers(left, right)] };
  if (operator === 'lte') return { kind: 'or', operands: [compare('lt'), equalNumbers(left, right)] };
  return undefined;
}

/** Two missing values are equal, but no numbers. */
function equalNumbers(left: Ref, right: Ref | Literal): Condition {
  const equal: Condition = { kind: 'compare', operator: 'eq', left, right };
  if (right.kind === 'literal') return equal;
  const zero: Condition = { kind: 'compare', operator: 'eq', left, right: { kind: 'literal', value: 0 } };
  const isNumber: Condition = { kind: 'or', operands: [{ kind: 'truthy', ref: left }, zero] };
  return { kind: 'and', operands: [equal, isNumber] };
}

/** Two plain values under `and` or `or`. Not arrays: what a helper makes of an empty one is not documented. */
function atOnce(condition: Condition, flavour: HandlebarsFlavour): Test | undefined {
  if (condition.kind !== 'and' && condition.kind !== 'or') return undefined;
  const kind = condition.kind === 'and' ? 'all' : 'any';
  if (flavour.logic[kind] === undefined || condition.operands.length !== 2) return undefined;
  const refs: Ref[] = [];
  for (const operand of condition.operands) {
    if (operand.kind !== 'truthy' || operand.ref.kind === 'vendor') return undefined;
    if (operand.ref.type === 'array' || operand.ref.type === 'object') return undefined;
    refs.push(operand.ref);
  }
  return { kind, refs };
}

function loop(ref: Ref, frame: Frame, scope: Scope, job: Job, flavour: HandlebarsFlavour): Block {
  const subject = path(ref, scope, job, flavour);
  return block('each', frame.used ? `${subject} as |${frame.variable}|` : subject, subject);
}

/** How a piece of runtime data is called at a place in the template. */
function path(ref: Ref, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  switch (ref.kind) {
    case 'data': {
      const name = mappedName(ref, job.data);
      if (name === undefined) return refuseUnmapped(authorsPath(ref), job, flavour);
      const segments = [...name.base, ...name.rest];
      return rootPath(segments, scope, flavour) + dotted(segments, job, flavour);
    }
    case 'loop':
      return itemPath(ref.loop, scope, flavour, ref.path.length === 0 ? '' : dotted(ref.path, job, flavour));
    case 'loop-data':
      return flavour.loopData.includes(ref.name) ? `@${ref.name}` : refuseLoopData(ref, job, flavour);
    case 'vendor':
      return refuse(
        job,
        'not-in-dialect',
        `${flavour.vendor} can only print vendor.${ref.name}, not compare it.`,
        `Test it with {{#if vendor.${ref.name}}}.`,
      );
  }
}

function rootPath(segments: readonly string[], scope: Scope, flavour: HandlebarsFlavour): string {
  const helper = segments.length === 1 && flavour.helpers.includes(segments[0] as string);
  if (scope.frame === undefined && !scope.veiled) return helper ? 'this.' : '';
  if (flavour.root) return '@root.';
  let climb = '';
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) climb += '../';
  return climb === '' && helper ? 'this.' : climb;
}

function itemPath(loopId: number, scope: Scope, flavour: HandlebarsFlavour, rest: string): string {
  const isInnermost = scope.frame?.loop === loopId;
  if (isInnermost && !(scope.veiled && flavour.blockParameters)) return rest === '' ? 'this' : `this.${rest}`;
  let climb = '';
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) {
    if (frame.loop !== loopId) {
      climb += '../';
    } else if (flavour.blockParameters) {
      frame.used = true;
      return rest === '' ? frame.variable : `${frame.variable}.${rest}`;
    } else {
      return climb + (rest === '' ? 'this' : rest);
    }
  }
  throw new Error(`a path refers to loop ${loopId}, which is not around it`);
}

function dotted(segments: readonly string[], job: Job, flavour: HandlebarsFlavour): string {
  let all = '';
  for (const part of segments) {
    const written = segment(part);
    if (written === undefined) {
      return refuse(
        job,
        'name-not-printable',
        `${flavour.vendor} cannot read data named ${JSON.stringify(part)}.`,
        'Give it another name in the data mapping of the account: letters, digits and underscores.',
      );
    }
    all += all === '' ? written : `.${written}`;
  }
  return all;
}

/** Words that Handlebars reads as something else: handlebars.l, and the keywords of paths. */
const reserved = new Set(['true', 'false', 'null', 'undefined', 'this', 'else', 'as']);

function segment(name: string): string | undefined {
  if (/^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name)) return name;
  return /[[\]{}\\\n\r]/.test(name) || name === '' ? undefined : `[${name}]`;
}

function refuseUnmapped(written: string, job: Job, flavour: HandlebarsFlavour): string {
  return refuse(
    job,
    'name-not-mapped',
    `The data mapping of this ${flavour.vendor} account has no name for ${written}.`,
    'Add the name, or "*" for all others, under data in .github/tenantry.yml.',
  );
}

function refuseLoopData(ref: LoopDataRef, job: Job, flavour: HandlebarsFlavour): string {
  return refuse(
    job,
    'not-in-dialect',
    `${flavour.vendor} has no @${ref.name} in a loop over data that is known only when the message is sent.`,
    'Put the position into each item of the data, such as item.position.',
  );
}
