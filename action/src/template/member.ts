import { suggest, suggestion } from '../diagnostics/suggest.ts';
import { isObject } from '../json.ts';
import { reservedRoots } from '../names.ts';
import type { Run } from './env.ts';
import { type Spot, vendorValues } from './ir.ts';
import { pathOf, runtimeMember, vendorValue } from './schema.ts';
import {
  type Choice,
  type Data,
  mapChoice,
  ownMember,
  type Runtime,
  type Static,
  unknown,
  type Value,
} from './value.ts';

/** A path as written: the segments after its base, and for each segment the rest of the path from there on. */
export interface Tail {
  readonly segments: readonly string[];
  /** The rests joined by dots, for origins. */
  readonly tails: readonly string[];
  /** The rests as unambiguous keys, whatever is in a segment. */
  readonly keys: readonly string[];
  readonly written: string;
  readonly at: Spot;
}

export function makeTail(segments: readonly string[], written: string, at: Spot): Tail {
  const ends = segments.map((_, index) => segments.slice(index));
  return {
    segments,
    tails: ends.map((end) => end.join('.')),
    keys: ends.map((end) => JSON.stringify(end)),
    written,
    at,
  };
}

/** Follows a path from `value`. A missing member is reported, unless `lenient`. */
export function follow(run: Run, value: Value, tail: Tail, lenient: boolean, from = 0): Value {
  let current = value;
  for (let index = from; index < tail.segments.length; index++) {
    const segment = tail.segments[index] as string;
    let member: Value | undefined;
    while (current.kind === 'overlay') {
      member = current.members.get(segment);
      if (member !== undefined) break;
      current = current.base;
    }
    if (member === undefined && current.kind === 'static') return followStatic(run, current, tail, index, lenient);
    if (current.kind === 'choice') return followChoice(run, current, tail, lenient, index);
    current = member ?? followRuntime(run, current, tail, index);
    if (current === unknown) return unknown;
  }
  return current;
}

/** Kept out of `follow`, the busiest function of all, where a closure would have to be allocated at every step. */
function followChoice(run: Run, choice: Choice, tail: Tail, lenient: boolean, from: number): Value {
  return mapChoice(choice, (either) => follow(run, either, tail, lenient, from));
}

/** Follows one segment in a value that is known only at send time. */
function followRuntime(run: Run, value: Value, tail: Tail, index: number): Value {
  const segment = tail.segments[index] as string;
  if (value.kind === 'data' || value.kind === 'runtime') {
    return runtimeMember(value, segment) ?? undeclared(run, value, tail, index);
  }
  if (value.kind === 'vendors') return vendorValue(segment) ?? unknownVendorValue(run, segment, tail);
  run.report('template-missing-variable', tail.at, `\`${tail.written}\` asks for a member of text, which has none.`);
  return unknown;
}

function followStatic(run: Run, base: Static, tail: Tail, from: number, lenient: boolean): Static {
  if (base === unknown) return unknown;
  const key = tail.keys[from];
  const known = key === undefined ? undefined : base.met?.get(key);
  if (known !== undefined) return known;
  let { value } = base;
  for (let index = from; index < tail.segments.length; index++) {
    const next = ownMember(value, tail.segments[index] as string);
    if (next === undefined || next === null) return absent(run, base, tail, from, index, lenient);
    value = next;
  }
  const found: Static = { kind: 'static', value, origin: originOf(base, tail.tails[from]) };
  if (key !== undefined) base.met?.set(key, found);
  return found;
}

function originOf(base: Static, tail: string | undefined): string | undefined {
  if (base.origin === undefined || tail === undefined) return base.origin;
  return base.origin === '' ? tail : `${base.origin}.${tail}`;
}

function absent(run: Run, base: Static, tail: Tail, from: number, index: number, lenient: boolean): Static {
  const origin = originOf(base, tail.tails[from]);
  if (origin !== undefined && isOptional(run, origin)) return { kind: 'static', value: undefined, origin };
  if (lenient) return { kind: 'static', value: undefined, origin };
  reportMissing(run, base, tail, from, index, origin);
  return unknown;
}

/**
 * Whether a variable is declared, and it or something around it is not required: then it may be absent, and counts as
 * nothing.
 */
function isOptional(run: Run, origin: string): boolean {
  return run.site.declared(origin)?.optional === true;
}

function reportMissing(
  run: Run,
  base: Static,
  tail: Tail,
  from: number,
  index: number,
  origin: string | undefined,
): void {
  let level = base.value;
  for (let step = from; step < index; step++) level = ownMember(level, tail.segments[step] as string);
  const segment = tail.segments[index] as string;
  const names = isObject(level) ? Object.keys(level) : Array.isArray(level) ? ['length'] : [];
  const parent = tail.segments.slice(from, index).join('.');
  const inside = parent === '' ? '' : ` \`${parent}\` has no member \`${segment}\`.`;
  const isRoot = base.origin === '' && index === from;
  const candidates = isRoot ? [...names, ...reservedRoots] : names;
  // What every tenant would be told alike is reported once for all, so nothing here may name this tenant.
  const meant = suggest(segment, candidates);
  const hints = [
    misplacedRoot(run, base, segment, tail),
    meant === undefined ? undefined : `Did you mean “${meant}”?`,
    howToSet(run, origin),
  ];
  run.report(
    'template-missing-variable',
    tail.at,
    `\`${tail.written}\` has no value.${inside}`,
    hints.filter((hint) => hint !== undefined).join(' '),
  );
}

/** A hint for a name that the root has: inside loops and `with`, names are looked up in the item. */
function misplacedRoot(run: Run, base: Value, segment: string, tail: Tail): string | undefined {
  if (base.kind === 'static' && base.origin === '') return undefined;
  const { site } = run;
  const isRoot =
    (reservedRoots as readonly string[]).includes(segment) || Object.hasOwn(site.tenant.variables, segment);
  if (!isRoot || tail.segments[0] !== segment || tail.written.startsWith('@root')) return undefined;
  return `Here names are looked up in the current item; write \`@root.${tail.segments.join('.')}\` for the one at the root.`;
}

function howToSet(run: Run, origin: string | undefined): string | undefined {
  if (origin === undefined || origin.includes('*')) return undefined;
  const { version } = run.site;
  return (
    `Set \`variables.${origin}\` in tenant.yaml, in a group of the tenant or in tenants/_defaults.yaml; or, if it may be absent, declare it as optional under ` +
    `\`variables\` in ${version.file} or print it with \`default\`.`
  );
}

function undeclared(run: Run, parent: Data | Runtime, tail: Tail, index: number): Value {
  const segment = tail.segments[index] as string;
  const misplaced = misplacedRoot(run, parent, segment, tail);
  const names = Object.keys(parent.schema.properties ?? {});
  const where = pathOf(parent);
  const declare =
    `Declare \`${segment}\` among the properties of \`${where}\` under \`runtime\` in ${run.site.version.file}, ` +
    'with its type, and make sure that every send carries it.';
  const listLike = parent.kind === 'runtime' && parent.ref.type === 'array';
  run.report(
    'template-undeclared-runtime',
    tail.at,
    listLike
      ? `\`${tail.written}\` asks for a member of \`${where}\`, which is a list known only when a message is sent.`
      : `\`${tail.written}\` is not declared: the template's runtime data has no \`${segment}\` in \`${where}\`.`,
    listLike
      ? 'Loop over it with `each`, or test it with `if`.'
      : [misplaced, suggestion(segment, names), misplaced === undefined ? declare : undefined]
          .filter((hint) => hint !== undefined)
          .join(' '),
  );
  return unknown;
}

function unknownVendorValue(run: Run, name: string, tail: Tail): Value {
  run.report(
    'template-undeclared-runtime',
    tail.at,
    `\`${tail.written}\` is not a value that vendors provide.`,
    suggestion(name, vendorValues),
  );
  return unknown;
}

/** Implements `lookup`: the member or item named by `key`. */
export function lookupMember(run: Run, value: Value, key: string, at: Spot, lenient: boolean): Value {
  return follow(run, value, makeTail([key], `lookup … "${key}"`, at), lenient);
}
