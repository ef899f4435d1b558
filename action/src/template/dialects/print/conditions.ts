import type { ComparisonOperator, Condition, Literal, Ref, VendorRef } from '../../ir.ts';

/** A question that one tag can ask. */
export type Test =
  | { readonly kind: 'truthy'; readonly ref: Ref }
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Ref;
      readonly right: Ref | Literal;
    }
  | { readonly kind: 'any' | 'all'; readonly refs: readonly Ref[] };

/** A condition as nested questions: either the answer, or what to ask next. */
export type Decision = 'yes' | 'no' | Question;
export interface Question {
  readonly test: Test;
  readonly yes: Decision;
  readonly no: Decision;
}

/** What a language can do with conditions. */
export interface Abilities {
  /** Expresses a comparison differently, for languages that lack the operator. */
  reword?(test: Extract<Test, { kind: 'compare' }>): Condition | undefined;
  /** The answer to a test, where it is known before sending. */
  answer?(test: Test): boolean | undefined;
}

/**
 * Lowers a condition to nested questions, each of which one tag can ask. `and` and `or` become nesting, never an
 * expression: Liquid evaluates `a and b or c` from right to left, and Handlebars has no expressions at all. Equal parts
 * of the result are the same object, so it stays small in memory however large it is when printed.
 */
export function decide(condition: Condition, abilities: Abilities): Decision {
  return lower(condition, 'yes', 'no', abilities);
}

function lower(condition: Condition, yes: Decision, no: Decision, abilities: Abilities): Decision {
  if (yes === no) return yes;
  switch (condition.kind) {
    case 'not':
      return lower(condition.operand, no, yes, abilities);
    case 'and':
      return condition.operands.reduceRight((rest, operand) => lower(operand, rest, no, abilities), yes);
    case 'or':
      return condition.operands.reduceRight((rest, operand) => lower(operand, yes, rest, abilities), no);
    case 'compare': {
      const reworded = abilities.reword?.(condition);
      return reworded === undefined ? ask(condition, yes, no, abilities) : lower(reworded, yes, no, abilities);
    }
    case 'truthy':
      return ask(condition, yes, no, abilities);
  }
}

function ask(test: Test, yes: Decision, no: Decision, abilities: Abilities): Decision {
  const answer = abilities.answer?.(test);
  if (answer !== undefined) return answer ? yes : no;
  return { test, yes, no };
}

/** How large a decision is when printed: the number of questions, and how often each branch is repeated. */
export interface Size {
  readonly questions: number;
  readonly yes: number;
  readonly no: number;
}

export function sizeOf(decision: Decision, known: Map<Question, Size> = new Map()): Size {
  if (decision === 'yes') return { questions: 0, yes: 1, no: 0 };
  if (decision === 'no') return { questions: 0, yes: 0, no: 1 };
  const before = known.get(decision);
  if (before !== undefined) return before;
  const yes = sizeOf(decision.yes, known);
  const no = sizeOf(decision.no, known);
  const size = {
    questions: 1 + yes.questions + no.questions,
    yes: yes.yes + no.yes,
    no: yes.no + no.no,
  };
  known.set(decision, size);
  return size;
}

/** Whether a test asks if the vendor has one of the vendor values, which is known before sending. */
export function isVendorTruth(test: Test): test is { readonly kind: 'truthy'; readonly ref: VendorRef } {
  return test.kind === 'truthy' && test.ref.kind === 'vendor';
}
