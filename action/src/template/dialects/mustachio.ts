import type { Filter, Out, Ref, VendorRef } from '../ir.ts';
import type { Dialect } from './dialect.ts';
import { isVendorTruth, type Test } from './print/conditions.ts';
import { type Job, refuse, refuseFilter } from './print/job.ts';
import { askedPath, mustachioPath, placeOf } from './print/mustachio-path.ts';
import { mustachioSyntax } from './print/mustachio-syntax.ts';
import { type Block, createDialect, type Frame, type Language, type Scope } from './print/printer.ts';

const vendor = 'Postmark';

/**
 * The language of Postmark's templates. From the sources of Mustachio (github.com/ActiveCampaign/mustachio, Parser.cs,
 * Tokenizer.cs and ContextObject.cs, read in 2026): `{{#x}}` and `{{^x}}` test whether `x` is present, `{{#each x}}`
 * loops, and all three move to `x`, from where `../` climbs one segment at a time and stays at the root; missing
 * values, null, false, 0, the empty text and the empty list do not count as present. There are no comparisons, no
 * helpers and no data about loops. Booleans print as .NET writes them, `True` and `False`.
 *
 * From memory, unverified: `{{{pm:unsubscribe_url}}}`, and that a whole number 0 does not count as present (the sources
 * only test 32-bit numbers).
 */
export const mustachioLanguage: Language = {
  id: 'mustachio',
  syntax: mustachioSyntax(vendor),
  /** A send carries `TemplateModel: { recipient: { … }, event: { … } }`. */
  defaultData: { recipient: { '*': 'recipient.*' }, event: { '*': 'event.*' } },
  vendorValues: ['unsubscribe_url'],
  print: printOut,
  ask,
  inside: (ref, scope, job) => ({
    ...scope,
    place: { ...placeOf(ref, scope, job), asked: askedPath(ref, scope, job) },
  }),
  loop,
  answer: (test) => (isVendorTruth(test) ? test.ref.name === 'unsubscribe_url' : undefined),
};

export const mustachio: Dialect = createDialect(mustachioLanguage);

function printOut(node: Out, scope: Scope, job: Job): string {
  if (node.ref.kind === 'vendor') return vendorValue(node.ref, job);
  const [filter] = node.filters as readonly (Filter | undefined)[];
  if (filter !== undefined) return refuseFilter(filter, vendor, job);
  if (node.ref.type === 'boolean') return refuseBoolean(job);
  const path = mustachioPath(node.ref, scope, job);
  // The path was refused; a tag without a path would not be a tag.
  if (path === '') return '';
  return node.escape === 'html' ? `{{${path}}}` : `{{{${path}}}}`;
}

function vendorValue({ name }: VendorRef, job: Job): string {
  if (name === 'unsubscribe_url') return '{{{pm:unsubscribe_url}}}';
  return refuse(
    job,
    'not-in-dialect',
    `${vendor} has nothing that prints vendor.${name}.`,
    `Put it between {{#if vendor.${name}}} and {{/if}}: that is left out for vendors that lack it.`,
  );
}

function ask(test: Test, inverted: boolean, scope: Scope, job: Job): Block | undefined {
  if (test.kind !== 'truthy') return refuseComparison(job);
  const { ref } = test;
  if (ref.type === 'object' && !hasRequiredMember(ref)) return refuseObject(job);
  const path = askedPath(ref, scope, job);
  const [yes, no] = [section('#', path), section('^', path)];
  const close = section('/', path);
  return { open: inverted ? no : yes, middle: [close, inverted ? yes : no], close, subject: path };
}

/**
 * A section tag for a path. `{{#each…` and `{{/each…` begin and end a loop whatever follows, so a path that begins with
 * these letters gets a space in front.
 */
function section(kind: '#' | '^' | '/', path: string): string {
  return path.startsWith('each') ? `{{${kind} ${path}}}` : `{{${kind}${path}}}`;
}

function loop(ref: Ref, _: Frame, scope: Scope, job: Job): Block {
  const path = mustachioPath(ref, scope, job);
  const asked = askedPath(ref, scope, job);
  const close = '{{/each}}';
  return {
    open: `{{#each ${path}}}`,
    middle: [close, section('^', asked)],
    close,
    closeSecond: section('/', asked),
    subject: path,
  };
}

function hasRequiredMember(ref: Ref): boolean {
  return 'schema' in ref && Array.isArray(ref.schema.required) && ref.schema.required.length > 0;
}

function refuseBoolean(job: Job): string {
  return refuse(
    job,
    'not-in-dialect',
    `${vendor} prints booleans as True and False.`,
    'Test it, and print the text you want: {{#if event.is_gift}}…{{else}}…{{/if}}.',
  );
}

function refuseComparison(job: Job): undefined {
  refuse(
    job,
    'not-in-dialect',
    `${vendor} cannot compare values when the message is sent.`,
    'Decide it before sending: put a boolean, such as event.is_gift, into the data, and test that with #if.',
  );
}

function refuseObject(job: Job): undefined {
  refuse(
    job,
    'not-in-dialect',
    `${vendor} treats an object without members as missing.`,
    'Declare a member of the object as required under `runtime`, or test a member instead.',
  );
}
