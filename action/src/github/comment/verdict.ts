import { nothingChanges, whoChanges } from '../../commands/review-verdict.ts';
import { thousands } from '../../commands/text.ts';
import type { DiagnosticItem } from '../../generated/index.ts';
import type { Review } from '../../review/review.ts';
import type { ReviewOutcome } from './report.ts';
import { count } from './words.ts';

/**
 * The verdict in one line, for the comment's first heading and the check run's title. Plain text, made of our own words
 * only.
 */
export function verdictOf(outcome: ReviewOutcome): string {
  switch (outcome.kind) {
    case 'reviewed':
      return reviewed(outcome.review);
    case 'invalid':
      return `${count(errorsOf(outcome.diagnostics).length, 'error')} to fix before this can be reviewed`;
    case 'conflict':
      return 'Not reviewed: this conflicts with its base';
    case 'over-limits':
      return 'Not reviewed: this is too much for one review';
    case 'failed':
      return 'Not reviewed: planning failed';
  }
}

export function errorsOf(diagnostics: readonly DiagnosticItem[]): DiagnosticItem[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function reviewed(review: Review): string {
  const { counts, changes, refusals, incomplete } = review;
  const warnings = [
    ...(refusals.length > 0 ? ['A deployment would refuse this. '] : []),
    ...(incomplete === undefined ? [] : ['Not everything could be compared. ']),
  ].join('');
  if (changes.length === 0) return `${warnings}${nothingChanges(review)}`;
  return `${warnings}${count(counts.previews, 'preview')} to look at: ${whoChanges(counts)}`;
}

/** The extent of the change, in a sentence of ours. */
export function extentOf({ counts, changes, incomplete }: Review): string {
  const { total } = counts.tenants;
  if (changes.length === 0) {
    if (incomplete !== undefined) return 'What could be compared stays as it is.';
    return `Every message of ${total === 1 ? 'the one tenant' : `all ${count(total, 'tenant')}`} stays as it is.`;
  }
  const what =
    counts.pairs === counts.messages || counts.pairs === 1
      ? count(counts.messages, 'message')
      : `${count(counts.messages, 'message')} in ${count(counts.pairs, 'pair')} of tenant and template`;
  return `${what} ${counts.messages === 1 ? 'changes' : 'change'}${waysOf(changes)}.`;
}

function waysOf(changes: Review['changes']): string {
  const singles = changes.filter((change) => messagesOf(change) === 1).length;
  if (changes.length === 1) return singles === 1 ? '' : ', all in the same way';
  const such =
    singles === 0
      ? ''
      : singles === changes.length
        ? ', each in a single message'
        : `, ${thousands(singles)} of them in a single message`;
  return ` in ${thousands(changes.length)} ways${such}`;
}

export function messagesOf({ classes }: Review['changes'][number]): number {
  return classes.reduce((sum, { messages }) => sum + messages.length, 0);
}
