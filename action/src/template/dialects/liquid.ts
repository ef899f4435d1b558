import {
  type ComparisonOperator,
  type DataRef,
  type Filter,
  type Literal,
  type Out,
  type Ref,
  type RuntimeType,
  type VendorRef,
  vendorValues,
} from '../ir.ts';
import type { DataMapping, Dialect, DialectId } from './dialect.ts';
import type { Test } from './print/conditions.ts';
import { isVendorTruth } from './print/conditions.ts';
import type { DateTokens } from './print/dates.ts';
import { vendorDatePattern } from './print/dates.ts';
import { type Job, refuse, refuseFilter } from './print/job.ts';
import { liquidSyntax } from './print/liquid-syntax.ts';
import { authorsPath, mappedName } from './print/names.ts';
import { printOperand } from './print/operands.ts';
import type { Block, Frame, Language, Scope } from './print/printer.ts';
import { createDialect } from './print/printer.ts';

/** What one vendor's Liquid can do. */
export interface LiquidFlavour {
  readonly id: DialectId;
  /** The vendor's name, for messages. */
  readonly vendor: string;
  readonly defaultData: DataMapping;
  /** The name of each vendor value. */
  readonly vendorValues: Readonly<Partial<Record<VendorRef['name'], string>>>;
  /** Matches what a string literal inside a tag cannot hold. */
  readonly forbiddenInStrings: RegExp;
}

/** Creates a dialect of the Liquid family. */
export function liquidDialect(flavour: LiquidFlavour): Dialect {
  return createDialect(liquidLanguage(flavour));
}

/** How a Liquid flavour writes each construct; exported so that tests can break one at a time. */
export function liquidLanguage(flavour: LiquidFlavour): Language {
  return {
    id: flavour.id,
    syntax: liquidSyntax(flavour.vendor),
    defaultData: flavour.defaultData,
    vendorValues: vendorValues.filter((name) => flavour.vendorValues[name] !== undefined),
    print: (node, scope, job) => printOut(node, scope, job, flavour),
    ask: (test, inverted, scope, job) => ask(test, inverted, scope, job, flavour),
    loop: (ref, frame, scope, job) => loop(ref, frame, scope, job, flavour),
    answer: (test) => (isVendorTruth(test) ? flavour.vendorValues[test.ref.name] !== undefined : undefined),
    flag: {
      clear: '{% assign _t = false %}',
      set: '{% assign _t = true %}',
      block: { open: '{% if _t %}', middle: ['{% else %}'], close: '{% endif %}', subject: '_t' },
    },
  };
}

function printOut(node: Out, scope: Scope, job: Job, flavour: LiquidFlavour): string {
  const { ref } = node;
  if (ref.kind === 'vendor' && flavour.vendorValues[ref.name] === undefined) {
    return refuse(
      job,
      'not-in-dialect',
      `${flavour.vendor} has nothing that prints vendor.${ref.name}.`,
      `Put it between {{#if vendor.${ref.name}}} and {{/if}}: that is left out for vendors that lack it.`,
    );
  }
  let expression = path(ref, scope, job, flavour);
  for (const filter of node.filters) expression += printFilter(filter, node, job, flavour);
  return node.escape === 'html' && ref.kind !== 'vendor' ? `{{ ${expression} | escape }}` : `{{ ${expression} }}`;
}

/**
 * `url_encode` writes a space as `+`, which means a space in a query but a plus in a path; `%20` is a space in both.
 */
const filters = {
  upper: ' | upcase',
  lower: ' | downcase',
  capitalize: ' | capitalize',
  url: ' | url_encode | replace: "+", "%20"',
} as const;

function printFilter(filter: Filter, node: Out, job: Job, flavour: LiquidFlavour): string {
  if (filter.name !== 'date') return filters[filter.name];
  const literal = (text: string) => (/["\\{}]/.test(text) ? undefined : text.replaceAll('%', '%%'));
  const pattern = node.filters.length > 1 ? undefined : vendorDatePattern(node, filter, strftime, literal);
  return pattern === undefined ? refuseFilter(filter, flavour.vendor, job) : ` | date: "${pattern}"`;
}

/** The `date` filter takes the conversions of strftime(3); `-` leaves out the leading zero. */
const strftime: DateTokens = {
  y: '%Y',
  yy: '%y',
  M: '%-m',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  d: '%-d',
  dd: '%d',
  E: '%A',
};

const operators: Readonly<Record<ComparisonOperator, string>> = {
  eq: '==',
  ne: '!=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

function ask(test: Test, inverted: boolean, scope: Scope, job: Job, flavour: LiquidFlavour): Block | undefined {
  if (test.kind !== 'truthy' && test.kind !== 'compare') return undefined;
  const tag = inverted ? 'unless' : 'if';
  const left = path(test.kind === 'truthy' ? test.ref : test.left, scope, job, flavour);
  const condition =
    test.kind === 'truthy'
      ? truth(left, test.ref.type)
      : `${left} ${operators[test.operator]} ${operand(test.right, scope, job, flavour)}`;
  return { open: `{% ${tag} ${condition} %}`, middle: ['{% else %}'], close: `{% end${tag} %}`, subject: left };
}

/**
 * The condition for a value to be true as in Handlebars. In Liquid only `nil` and `false` are false, so the other
 * values that Handlebars takes for false are excluded by declared type. `blank` would not do: white space alone is
 * blank, but true in Handlebars.
 */
function truth(path: string, type: RuntimeType): string {
  switch (type) {
    case 'string':
      return `${path} and ${path} != ""`;
    case 'number':
      return `${path} and ${path} != 0`;
    case 'array':
      return `${path}.size > 0`;
    case 'boolean':
    case 'object':
      return path;
  }
}

function operand(right: Ref | Literal, scope: Scope, job: Job, flavour: LiquidFlavour): string {
  if (right.kind !== 'literal') return path(right, scope, job, flavour);
  return printOperand(right, flavour.forbiddenInStrings, flavour.vendor, job);
}

function loop(ref: Ref, frame: Frame, scope: Scope, job: Job, flavour: LiquidFlavour): Block {
  const subject = path(ref, scope, job, flavour);
  return { open: `{% for ${frame.variable} in ${subject} %}`, middle: ['{% else %}'], close: '{% endfor %}', subject };
}

const loopData = { index: 'forloop.index0', first: 'forloop.first', last: 'forloop.last' } as const;

/** The path by which the template refers to a piece of runtime data in this scope. */
function path(ref: Ref, scope: Scope, job: Job, flavour: LiquidFlavour): string {
  switch (ref.kind) {
    case 'data':
      return dataPath(ref, job, flavour);
    case 'loop':
      return variable(ref.loop, scope) + ref.path.map((part) => member(part, job, flavour)).join('');
    case 'loop-data':
      return loopData[ref.name];
    case 'vendor':
      return flavour.vendorValues[ref.name] ?? '';
  }
}

function dataPath(ref: DataRef, job: Job, flavour: LiquidFlavour): string {
  const name = mappedName(ref, job.data);
  if (name === undefined) {
    return refuse(
      job,
      'name-not-mapped',
      `The data mapping of this ${flavour.vendor} account has no name for ${authorsPath(ref)}.`,
      'Add the name, or "*" for all others, under data in .github/tenantry.yml.',
    );
  }
  const base = name.base.join('.');
  // Names that begin with `_t` are the variables of our own loops and conditions.
  if (!/^(\$\{[^{}"'|%\n\r]+\}|[A-Za-z][\w-]*)(\.(\$\{[^{}"'|%\n\r]+\}|[A-Za-z_][\w-]*))*$/.test(base)) {
    return refuseName(base, job, flavour);
  }
  return base + name.rest.map((part) => member(part, job, flavour)).join('');
}

/** After a dot, `size`, `first` and `last` mean something else where the data has no such member. */
function member(name: string, job: Job, flavour: LiquidFlavour): string {
  if (/^[A-Za-z_][\w-]*$/.test(name) && !/^(size|first|last)$/.test(name)) return `.${name}`;
  return /["\\\n\r]|\}\}|%\}/.test(name) || name === '' ? refuseName(name, job, flavour) : `["${name}"]`;
}

function refuseName(name: string, job: Job, flavour: LiquidFlavour): string {
  return refuse(
    job,
    'name-not-printable',
    `${flavour.vendor} cannot read data named ${JSON.stringify(name)}.`,
    'Give it another name in the data mapping of the account: letters, digits and underscores, a letter first.',
  );
}

function variable(loopId: number, scope: Scope): string {
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) {
    if (frame.loop === loopId) return frame.variable;
  }
  throw new Error(`a path refers to loop ${loopId}, which is not around it`);
}
