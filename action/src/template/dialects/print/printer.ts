import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { escapedPart } from '../../../digest.ts';
import type { Each, If, Node, Out, Ref } from '../../ir.ts';
import type { Flat, Piece, Syntax, Tag } from '../../link.ts';
import { flatten, link } from '../../link.ts';
import { skeletonOf } from '../../skeleton.ts';
import type { DataMapping, Dialect, DialectId, FieldFormat, Printed } from '../dialect.ts';
import type { Abilities, Decision, Question, Test } from './conditions.ts';
import { decide, sizeOf } from './conditions.ts';
import { type Job, type KnownTags, newJob, PrintMemory, refuse } from './job.ts';

/** A runtime loop around the place that is being printed. */
export interface Frame {
  readonly loop: number;
  /** The loop variable, where the language needs one: `_t1` in the outermost loop. Unique among the enclosing loops. */
  readonly variable: string;
  readonly outer: Frame | undefined;
  /** Where the list is, in languages whose blocks move to what they test. */
  readonly place?: Place;
  /** Set when the body was printed with `variable`. */
  used: boolean;
}

/** Where in the data paths begin: at some segments below an item of a loop, or below the root. */
export interface Place {
  readonly item: Frame | undefined;
  readonly below: readonly string[];
  /** The path, as printed, of the block that moved here. */
  readonly asked?: string;
}

export interface Scope {
  readonly frame: Frame | undefined;
  /** In languages whose blocks move to what they test: where paths begin. Absent at the root. */
  readonly place?: Place;
  /** Whether a block surrounds this place, within the innermost loop, in which the vendor may lose the current item. */
  readonly veiled: boolean;
}

/** The tags of a block. */
export interface Block {
  readonly open: string;
  /** Between the first and the second branch. */
  readonly middle: readonly string[];
  readonly close: string;
  /** After the second branch, where that takes another tag. */
  readonly closeSecond?: string;
  readonly subject: string;
}

/** How one language writes the intermediate form. Problems are added to `job.problems`. */
export interface Language extends Abilities {
  readonly id: DialectId;
  readonly syntax: Syntax;
  readonly defaultData: DataMapping;
  readonly vendorValues: Dialect['vendorValues'];
  print(node: Out, scope: Scope, job: Job): string;
  /** The block that asks a question; `inverted` makes “no” its first branch. Undefined if it cannot be inverted. */
  ask(test: Test, inverted: boolean, scope: Scope, job: Job): Block | undefined;
  /** Whether the vendor may lose the current item inside the block that asks. */
  veils?(test: Test): boolean;
  /** The scope inside the block that asks, in languages whose blocks move to what they test. */
  inside?(ref: Ref, scope: Scope, job: Job): Scope;
  loop(ref: Ref, frame: Frame, scope: Scope, job: Job): Block;
  /** The test for a compound condition that one tag can ask; used where nesting would repeat a branch. */
  atOnce?(condition: If['condition']): Test | undefined;
  /** For languages with variables, which keep a decision's answer where nesting would repeat a branch. */
  readonly flag?: { readonly clear: string; readonly set: string; readonly block: Block };
  /** Keeps the vendor from changing white space around tags. */
  protect?(pieces: readonly Flat[]): readonly Flat[];
}

/** The most questions that one condition, and the most pieces that one field, may become before it is refused. */
const maxQuestions = 64;
const maxPieces = 50_000;

export function createDialect(language: Language): Dialect {
  const memory = new PrintMemory();
  return {
    id: language.id,
    defaultData: language.defaultData,
    vendorValues: language.vendorValues,
    print(nodes: readonly Node[], format: FieldFormat, data: DataMapping): Printed {
      const { pieces, problems } = toPieces(language, nodes, data, memory.of(data));
      const flat = flatten(pieces);
      const linked = link(language.protect?.(flat) ?? flat, format, language.syntax);
      const { text, json } = linked;
      return { text, json, skeleton: skeletonOf(pieces), problems: [...problems, ...linked.problems] };
    },
  };
}

/** Prints a field as texts and tags, which are not yet safe to join. */
export function toPieces(
  language: Language,
  nodes: readonly Node[],
  data: DataMapping,
  known?: KnownTags,
): { pieces: readonly Piece[]; problems: readonly Diagnostic[] } {
  const job = newJob(data, known);
  const pieces = printAll(nodes, { frame: undefined, veiled: false }, [], job, language);
  return { pieces, problems: job.problems };
}

function printAll(nodes: readonly Node[], scope: Scope, into: Piece[], job: Job, language: Language): Piece[] {
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        if (node.text !== '' || node.origin !== undefined) into.push(node);
        break;
      case 'out':
        into.push(printOut(node, scope, job, language));
        break;
      case 'if':
        printIf(node, scope, into, job, language);
        break;
      case 'each':
        printEach(node, scope, into, job, language);
        break;
      case 'unrolled':
        into.push({
          kind: 'turns',
          turns: node.iterations.map((turn) => printAll(turn, scope, [], job, language)),
        });
        break;
    }
  }
  return into;
}

function printOut(node: Out, scope: Scope, job: Job, language: Language): Tag {
  const atRoot = scope.frame === undefined && scope.place === undefined && !scope.veiled && node.filters.length === 0;
  const known = atRoot ? job.known[node.escape] : undefined;
  const before = known?.get(node.ref);
  if (before !== undefined) return before;
  job.at = node.at;
  const code = language.print(node, scope, job);
  const tag: Tag = { kind: 'tag', role: 'print', code, subject: '', json: escapedPart(code) };
  if (job.problems.length === 0) known?.set(node.ref, tag);
  return tag;
}

function printEach(node: Each, scope: Scope, into: Piece[], job: Job, language: Language): void {
  const variable = `_t${depthOf(scope.frame) + 1}`;
  job.at = node.at;
  const inside = language.inside?.(node.ref, scope, job);
  const list = inside?.place;
  const frame: Frame = { loop: node.loop, variable, outer: scope.frame, ...(list && { place: list }), used: false };
  const place: Place | undefined = list && { item: frame, below: [] };
  const body = printAll(node.body, { frame, ...(place && { place }), veiled: false }, [], job, language);
  const empty = printAll(node.empty, inside ?? scope, [], job, language);
  job.at = node.at;
  pushBlock(language.loop(node.ref, frame, scope, job), body, empty, into, job);
}

function depthOf(frame: Frame | undefined): number {
  let depth = 0;
  for (let at = frame; at !== undefined; at = at.outer) depth++;
  return depth;
}

/** The branches of a condition, as printed in a scope. */
type Branches = (which: 'yes' | 'no', scope: Scope) => readonly Piece[];

function always(yes: readonly Piece[], no: readonly Piece[]): Branches {
  return (which) => (which === 'yes' ? yes : no);
}

/** Where blocks move to what they test, a branch is printed differently in each place that repeats it. */
function movedBranches(node: If, job: Job, language: Language): Branches {
  return (which, scope) => {
    if (job.moved > maxPieces) return [];
    const pieces = printAll(which === 'yes' ? node.then : node.else, scope, [], job, language);
    job.moved += pieces.length;
    job.at = node.at;
    if (job.moved > maxPieces) refuseSize(job);
    return pieces;
  };
}

function printIf(node: If, scope: Scope, into: Piece[], job: Job, language: Language): void {
  job.at = node.at;
  let decision = decide(node.condition, language);
  if (decision === 'yes' || decision === 'no') {
    printAll(decision === 'yes' ? node.then : node.else, scope, into, job, language);
    return;
  }
  let size = sizeOf(decision);
  const repeats = (size.yes > 1 && node.then.length > 0) || (size.no > 1 && node.else.length > 0);
  const atOnce = repeats ? language.atOnce?.(node.condition) : undefined;
  if (atOnce !== undefined) {
    decision = { test: atOnce, yes: 'yes', no: 'no' } satisfies Question;
    size = sizeOf(decision);
  }
  if (size.questions > maxQuestions) {
    refuseSize(job);
    return;
  }
  // A flag is tested in the condition's own place, so its branches are veiled by nothing but their surroundings.
  const flag = repeats && atOnce === undefined ? language.flag : undefined;
  const inner = flag === undefined && mayVeil(decision, language) ? { ...scope, veiled: true } : scope;
  const branches =
    language.inside === undefined
      ? always(printAll(node.then, inner, [], job, language), printAll(node.else, inner, [], job, language))
      : movedBranches(node, job, language);
  job.at = node.at;
  if (flag === undefined) {
    pushDecision(decision, branches, scope, into, job, language);
    return;
  }
  into.push({ kind: 'tag', role: 'print', code: flag.clear, subject: '' });
  const set: Tag = { kind: 'tag', role: 'print', code: flag.set, subject: '' };
  pushDecision(decision, always([set], []), scope, into, job, language);
  pushBlock(flag.block, branches('yes', scope), branches('no', scope), into, job);
}

function mayVeil(decision: Decision, language: Language): boolean {
  if (decision === 'yes' || decision === 'no' || language.veils === undefined) return false;
  return language.veils(decision.test) || mayVeil(decision.yes, language) || mayVeil(decision.no, language);
}

function pushDecision(
  decision: Decision,
  branches: Branches,
  scope: Scope,
  into: Piece[],
  job: Job,
  language: Language,
): void {
  if (decision === 'yes' || decision === 'no') {
    append(into, branches(decision, scope), job);
    return;
  }
  const block = language.ask(decision.test, false, scope, job);
  if (block === undefined) return;
  const inner = insideOf(decision.test, scope, job, language);
  const yes: Piece[] = [];
  const no: Piece[] = [];
  pushDecision(decision.yes, branches, inner, yes, job, language);
  pushDecision(decision.no, branches, inner, no, job, language);
  const inverted = yes.length === 0 && no.length > 0 ? language.ask(decision.test, true, scope, job) : undefined;
  if (inverted === undefined) pushBlock(block, yes, no, into, job);
  else pushBlock(inverted, no, [], into, job);
}

function insideOf(test: Test, scope: Scope, job: Job, language: Language): Scope {
  if (language.inside !== undefined && test.kind === 'truthy') return language.inside(test.ref, scope, job);
  return language.veils?.(test) === true && !scope.veiled ? { ...scope, veiled: true } : scope;
}

function pushBlock(block: Block, first: readonly Piece[], second: readonly Piece[], into: Piece[], job: Job): void {
  if (first.length === 0 && second.length === 0) return;
  const { subject } = block;
  into.push({ kind: 'tag', role: 'open', code: block.open, subject });
  append(into, first, job);
  if (second.length > 0) {
    for (const code of block.middle) into.push({ kind: 'tag', role: 'middle', code, subject });
    append(into, second, job);
  }
  const close = (second.length > 0 && block.closeSecond) || block.close;
  into.push({ kind: 'tag', role: 'close', code: close, subject });
}

function append(into: Piece[], pieces: readonly Piece[], job: Job): void {
  if (into.length + pieces.length > maxPieces) {
    if (!job.problems.some(({ code }) => code === 'condition-too-large')) refuseSize(job);
    return;
  }
  for (const piece of pieces) into.push(piece);
}

function refuseSize(job: Job): void {
  refuse(
    job,
    'condition-too-large',
    'Written in the language of this account, the conditions here repeat their content so often that the message becomes too large.',
    'Decide it before sending: put one value, such as event.show_offer, into the data, and test that.',
  );
}
