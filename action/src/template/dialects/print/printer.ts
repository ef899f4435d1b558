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

/** A runtime loop around the place being printed. */
export interface Frame {
  readonly loop: number;
  /** The loop variable where the language needs one: `_t1` in the outermost loop. Fresh among enclosing loops. */
  readonly variable: string;
  readonly outer: Frame | undefined;
  /** Set when the body was printed with `variable`. */
  used: boolean;
}

export interface Scope {
  readonly frame: Frame | undefined;
  /** Inside a block, within the innermost loop, where the vendor may lose sight of the current item. */
  readonly veiled: boolean;
}

/** The tags of a block. */
export interface Block {
  readonly open: string;
  readonly middle: string;
  readonly close: string;
  readonly subject: string;
}

/** How one language writes what the intermediate form says. Problems go to `job.problems`. */
export interface Language extends Abilities {
  readonly id: DialectId;
  readonly syntax: Syntax;
  readonly defaultData: DataMapping;
  readonly vendorValues: Dialect['vendorValues'];
  print(node: Out, scope: Scope, job: Job): string;
  /** The block that asks a question; `inverted`: its first branch is the no. Undefined if it cannot be inverted. */
  ask(test: Test, inverted: boolean, scope: Scope, job: Job): Block | undefined;
  /** Whether the vendor may lose sight of the current item inside the block that asks. */
  veils?(test: Test): boolean;
  loop(ref: Ref, frame: Frame, scope: Scope, job: Job): Block;
  /** A condition that one tag can ask although it is compound; used where nesting would repeat a branch. */
  atOnce?(condition: If['condition']): Test | undefined;
  /** Variables of the language: a decision's answer is kept in one where nesting would repeat a branch. */
  readonly flag?: { readonly clear: string; readonly set: string; readonly block: Block };
  /** Keeps the vendor from changing white space around tags. */
  protect?(pieces: readonly Flat[]): readonly Flat[];
}

/** Questions that one condition may become, and pieces that one field may become, before it is refused. */
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

/** Prints a field to texts and tags, not yet safe to join. */
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
  const atRoot = scope.frame === undefined && !scope.veiled && node.filters.length === 0;
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
  const frame: Frame = { loop: node.loop, variable, outer: scope.frame, used: false };
  const body = printAll(node.body, { frame, veiled: false }, [], job, language);
  const empty = printAll(node.empty, scope, [], job, language);
  job.at = node.at;
  pushBlock(language.loop(node.ref, frame, scope, job), body, empty, into, job);
}

function depthOf(frame: Frame | undefined): number {
  let depth = 0;
  for (let at = frame; at !== undefined; at = at.outer) depth++;
  return depth;
}

interface Branches {
  readonly yes: readonly Piece[];
  readonly no: readonly Piece[];
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
  // A flag is asked where the condition stands, so its branches are veiled by nothing but their surroundings.
  const flag = repeats && atOnce === undefined ? language.flag : undefined;
  const inner = flag === undefined && mayVeil(decision, language) ? { ...scope, veiled: true } : scope;
  const branches: Branches = {
    yes: printAll(node.then, inner, [], job, language),
    no: printAll(node.else, inner, [], job, language),
  };
  job.at = node.at;
  if (flag === undefined) {
    pushDecision(decision, branches, scope, into, job, language);
    return;
  }
  into.push({ kind: 'tag', role: 'print', code: flag.clear, subject: '' });
  const set: Tag = { kind: 'tag', role: 'print', code: flag.set, subject: '' };
  pushDecision(decision, { yes: [set], no: [] }, scope, into, job, language);
  pushBlock(flag.block, branches.yes, branches.no, into, job);
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
    append(into, branches[decision], job);
    return;
  }
  const block = language.ask(decision.test, false, scope, job);
  if (block === undefined) return;
  const inner = language.veils?.(decision.test) === true && !scope.veiled ? { ...scope, veiled: true } : scope;
  const yes: Piece[] = [];
  const no: Piece[] = [];
  pushDecision(decision.yes, branches, inner, yes, job, language);
  pushDecision(decision.no, branches, inner, no, job, language);
  const inverted = yes.length === 0 && no.length > 0 ? language.ask(decision.test, true, scope, job) : undefined;
  if (inverted === undefined) pushBlock(block, yes, no, into, job);
  else pushBlock(inverted, no, [], into, job);
}

function pushBlock(block: Block, first: readonly Piece[], second: readonly Piece[], into: Piece[], job: Job): void {
  if (first.length === 0 && second.length === 0) return;
  const { subject } = block;
  into.push({ kind: 'tag', role: 'open', code: block.open, subject });
  append(into, first, job);
  if (second.length > 0) {
    into.push({ kind: 'tag', role: 'middle', code: block.middle, subject });
    append(into, second, job);
  }
  into.push({ kind: 'tag', role: 'close', code: block.close, subject });
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
    'Written in the language of this account, the conditions here repeat their content so often that the message grows out of hand.',
    'Decide it before sending: put one value, such as event.show_offer, into the data, and test that.',
  );
}
