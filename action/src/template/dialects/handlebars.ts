import {
  type ComparisonOperator,
  type Condition,
  type Filter,
  type Literal,
  type LoopDataRef,
  type Out,
  type Ref,
  type VendorRef,
  vendorValues,
} from '../ir.ts';
import type { Dialect } from './dialect.ts';
import type { Test } from './print/conditions.ts';
import { isVendorTruth } from './print/conditions.ts';
import { vendorDatePattern } from './print/dates.ts';
import type { HandlebarsFlavour } from './print/handlebars-flavour.ts';
import { path } from './print/handlebars-path.ts';
import { type Job, refuse, refuseFilter } from './print/job.ts';
import { printOperand } from './print/operands.ts';
import type { Block, Frame, Language, Scope } from './print/printer.ts';
import { createDialect } from './print/printer.ts';
import { protectLines } from './print/standalone.ts';

/** Creates a dialect of the Handlebars family. */
export function handlebarsDialect(flavour: HandlebarsFlavour): Dialect {
  return createDialect(handlebarsLanguage(flavour));
}

/** How a Handlebars flavour writes each construct; exported so that tests can break one at a time. */
export function handlebarsLanguage(flavour: HandlebarsFlavour): Language {
  const language: Language = {
    id: flavour.id,
    syntax: flavour.syntax,
    defaultData: flavour.defaultData,
    vendorValues: vendorValues.filter((name) => flavour.vendorValues[name] !== undefined),
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
  if (isMark(node.ref, flavour)) return refuseMark(node.ref, job, flavour);
  let expression = path(node.ref, scope, job, flavour);
  for (const filter of node.filters) {
    const filtered = applyFilter(expression, node, filter, flavour);
    if (filtered === undefined) return refuseFilter(filter, flavour.vendor, job);
    expression = filtered;
  }
  // Two adjacent numbers are added up: `{{{a}}}{{{b}}}` of 1 and 2 prints 3. Escaping makes them texts, and changes
  // nothing else.
  const isText = node.ref.type === 'string' || node.filters.length > 0;
  return node.escape === 'html' || !isText ? `{{${expression}}}` : `{{{${expression}}}}`;
}

/**
 * Whether a reference is an `@first` or `@last` that is not a truth value: such a mark can be tested, and nothing else.
 */
function isMark(ref: Ref, flavour: HandlebarsFlavour): ref is LoopDataRef {
  return flavour.marksAreTexts && ref.kind === 'loop-data' && ref.name !== 'index';
}

function refuseMark({ name }: LoopDataRef, job: Job, flavour: HandlebarsFlavour): string {
  return refuse(
    job,
    'not-in-dialect',
    `${flavour.vendor} prints @${name} as the word “${name}”, not as true or false.`,
    `Test it, and print the text you want: {{#if @${name}}}…{{/if}}.`,
  );
}

function vendorValue(ref: VendorRef, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  if (scope.frame !== undefined) {
    return refuse(
      job,
      'not-in-dialect',
      `${flavour.vendor} can print vendor.${ref.name} only at the root of the data, not inside a loop.`,
      'Put it before or after the loop.',
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

/** Text between the parts of a date must not hold anything that a pattern takes for a part. */
function applyFilter(path: string, node: Out, filter: Filter, flavour: HandlebarsFlavour): string | undefined {
  if (filter.name !== 'date' || flavour.date === undefined || node.filters.length > 1) return undefined;
  const { helper, tokens } = flavour.date;
  const pattern = vendorDatePattern(node, filter, tokens, (text) => (/[A-Za-z"\\[\]]/.test(text) ? undefined : text));
  return pattern === undefined ? undefined : `${helper} ${path} "${pattern}"`;
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
      const hasMark = isMark(test.left, flavour) || (test.right.kind !== 'literal' && isMark(test.right, flavour));
      const helper = hasMark ? undefined : comparison?.[test.left.type];
      if (helper === undefined) return refuseComparison(test, job, flavour);
      const right = operand(test.right, scope, job, flavour);
      return block(helper, `${subject} ${right}`, subject);
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
  return { open: `{{#${helper} ${parameters}}}`, middle: ['{{else}}'], close: `{{/${helper}}}`, subject };
}

function operand(right: Ref | Literal, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  if (right.kind !== 'literal') return path(right, scope, job, flavour);
  // No escapes are used, because those inside strings differ between Handlebars for JavaScript and for other languages.
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

/**
 * Expresses a comparison by others. `gte` is `gt` or `eq`, not the opposite of `lt`: for a missing value, neither is
 * true.
 */
function reword(test: Extract<Test, { kind: 'compare' }>, flavour: HandlebarsFlavour): Condition | undefined {
  const { operator, left, right } = test;
  if (flavour.comparisons[operator] !== undefined) return undefined;
  const compare = (other: ComparisonOperator): Condition => ({ kind: 'compare', operator: other, left, right });
  if (operator === 'ne') return { kind: 'not', operand: compare('eq') };
  if (operator === 'gte') return { kind: 'or', operands: [compare('gt'), equalNumbers(left, right)] };
  if (operator === 'lte') return { kind: 'or', operands: [compare('lt'), equalNumbers(left, right)] };
  return undefined;
}

/** Whether two numbers are equal. Two missing values are equal, too, but are not numbers. */
function equalNumbers(left: Ref, right: Ref | Literal): Condition {
  const equal: Condition = { kind: 'compare', operator: 'eq', left, right };
  if (right.kind === 'literal') return equal;
  const zero: Condition = { kind: 'compare', operator: 'eq', left, right: { kind: 'literal', value: 0 } };
  const isNumber: Condition = { kind: 'or', operands: [{ kind: 'truthy', ref: left }, zero] };
  return { kind: 'and', operands: [equal, isNumber] };
}

/**
 * A test of two plain values under `and` or `or`. Arrays are excluded, because how the helpers treat an empty one is
 * not documented.
 */
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
