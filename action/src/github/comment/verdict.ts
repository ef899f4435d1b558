import { thousands } from '../../commands/text.ts';
import type { DiagnosticItem } from '../../generated/index.ts';
import type { Review } from '../../review/review.ts';
import type { ReviewOutcome } from './report.ts';
import { count, listed } from './words.ts';

/** The verdict, in a line: for the comment's first heading and the check run's title. Plain text of ours alone. */
export function verdictOf(outcome: ReviewOutcome): string {
  switch (outcome.kind) {
    case 'reviewed':
      return reviewed(outcome.review);
    case 'invalid':
      return `${count(errorsOf(outcome.diagnostics).length, 'error')} to mend before this can be reviewed`;
    case 'conflict':
      return 'Not reviewed: this conflicts with its base';
    case 'over-limits':
      return 'Not reviewed: this is more than one review can take';
    case 'failed':
      return 'Not reviewed: planning failed';
  }
}

export function errorsOf(diagnostics: readonly DiagnosticItem[]): DiagnosticItem[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function reviewed({ counts, changes, refusals }: Review): string {
  const { changing, held, excluded } = counts.tenants;
  const verdict =
    changes.length === 0
      ? 'No message changes'
      : `${count(counts.previews, 'preview')} to look at: ${[
          changing === 0
            ? 'no tenant changes now'
            : `${count(changing, 'tenant')} ${changing === 1 ? 'changes' : 'change'}`,
          ...(held > 0 ? [`${thousands(held)} held`] : []),
          ...(excluded > 0 ? [`${thousands(excluded)} excluded`] : []),
        ].join(', ')}`;
  return refusals.length > 0 ? `A deployment would refuse this. ${verdict}` : verdict;
}

/** What the verdict stands on, in a sentence or two of ours. */
export function extentOf({ counts, changes }: Review): string {
  const { total } = counts.tenants;
  if (changes.length === 0) {
    return `Every message of ${total === 1 ? 'the one tenant' : `all ${count(total, 'tenant')}`} stays as it is.`;
  }
  const singles = changes.filter((change) => messagesOf(change) === 1).length;
  const ways = changes.length === 1 ? 'all in the same way' : `in ${thousands(changes.length)} ways`;
  const many = counts.messages === 1 ? 'One message changes' : `${count(counts.messages, 'message')} change, ${ways}`;
  const parts = [
    `${many}, in ${count(counts.pairs, 'pair')} of tenant and template`,
    ...(singles > 0 && changes.length > 1 ? [`${count(singles, 'change')} ${touch(singles)} a single message`] : []),
  ];
  return `${listed(parts.slice(0, 1))}${parts[1] === undefined ? '' : `; ${parts[1]}`}.`;
}

function touch(number: number): string {
  return number === 1 ? 'touches' : 'touch';
}

export function messagesOf({ classes }: Review['changes'][number]): number {
  return classes.reduce((sum, { messages }) => sum + messages.length, 0);
}
