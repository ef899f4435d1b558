import type { Change, Review } from '../review/review.ts';
import { shortCommit } from './plan-text.ts';
import { nothingChanges, whoChanges } from './review-verdict.ts';
import { count, table } from './text.ts';

/** How many changes are listed individually before the rest is only counted. */
const namedChanges = 20;
const marks = { create: '+', update: '~', archive: '-', move: '>' } as const;

/** A review for people at a terminal: what to look at, what is risky, who is an exception. */
export function reviewText(review: Review): string {
  const { base, head, counts, changes, risks, unexpected, refusals, incomplete } = review;
  const against = base === undefined ? 'what is deployed' : shortCommit(base);
  const lines = [`${shortCommit(head)} compared with ${against}: ${verdict(review)}`];
  if (incomplete !== undefined) lines.push('', incomplete);
  for (const { message, fix } of refusals) lines.push('', `A deployment would refuse this: ${message}. ${fix}`);
  for (const { severity, message, details } of risks) {
    const some = details.slice(0, 3).join('; ');
    lines.push('', `${severity === 'stop' ? 'Careful' : 'Look'}: ${message}${some === '' ? '' : ` (${some})`}.`);
  }
  if (changes.length > 0) lines.push('', changeList(changes));
  if (unexpected.length > 0) {
    const [first] = unexpected;
    lines.push('', `${first!.tenant}/${first!.template} ${first!.message}${others(unexpected.length)}.`);
  }
  return `${lines.join('\n')}\n\n${counts.messages > 0 ? `${count(counts.previews, 'preview')} to look at. ` : ''}`;
}

function verdict(review: Review): string {
  const { counts } = review;
  if (counts.messages === 0) return `${nothingChanges(review).replace('No', 'no')}.`;
  return `${count(counts.messages, 'message')}: ${whoChanges(counts)}.`;
}

function others(number: number): string {
  return number > 1 ? `, and ${number - 1} more ${number === 2 ? 'pair is an exception' : 'pairs are exceptions'}` : '';
}

function changeList(changes: readonly Change[]): string {
  const rows = changes.slice(0, namedChanges).map((change) => {
    const messages = change.classes.reduce((sum, one) => sum + one.messages.length, 0);
    const templates = [...new Set(change.classes.map((one) => one.template))];
    const where = templates.length > 3 ? `${templates.length} templates` : templates.join(' ');
    return [`  ${marks[change.kind]} ${change.title}`, `×${messages}`, where];
  });
  const more = changes.length - rows.length;
  return table(rows) + (more > 0 ? `\n  … and ${count(more, 'change')} more` : '');
}
