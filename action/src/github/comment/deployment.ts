import { thousands } from '../../commands/text.ts';
import type { Review, ReviewForecast } from '../../review/review.ts';
import { code, plain } from '../markdown.ts';
import type { Detail } from './detail.ts';
import type { ApprovalState, ReviewAbout } from './report.ts';
import { count, duration, folded, grid, listed, section, shortCommit } from './words.ts';

/** GitHub's are no longer than 39 characters. */
const longestLogin = 60;

const liveWords = {
  'on-write': 'at once, when it is written',
  'by-id': 'with the next send, by the id in the routes',
  'by-reference': 'when a campaign uses it anew; running ones keep what they have',
} as const;

/** What merging leads to: writes, time, when customers get it, what else goes out with it. */
export function forecastSection({ forecast, pending }: Review, detail: Detail): string {
  const { writes, archives, calls, seconds, accounts } = forecast;
  const parts = [
    ...(writes > 0 ? [count(writes, 'write')] : []),
    ...(archives > 0 ? [count(archives, 'archive')] : []),
  ];
  const effort =
    parts.length === 0
      ? ''
      : `${listed(parts)}, ${count(calls, 'call')} to ${count(accounts.length, 'account')}: about ${duration(seconds)}.\n`;
  const also =
    pending !== undefined && pending.pairs > 0
      ? `\n**${count(pending.pairs, 'pair')}** merged before ${pending.pairs === 1 ? 'is' : 'are'} not deployed yet (since ${code(shortCommit(pending.commit))}): deploying this deploys ${pending.pairs === 1 ? 'it' : 'them'} too.\n`
      : '';
  return section('When it is merged', `${effort}${accountsOf(accounts, detail)}${also}`);
}

function accountsOf(accounts: ReviewForecast['accounts'], detail: Detail): string {
  const shown = accounts.slice(0, detail.accounts);
  const rows = shown.map(({ account, provider, writes, live, headroom }) => [
    code(account),
    plain(provider),
    thousands(writes),
    liveWords[live],
    headroom === undefined
      ? 'no known bound'
      : `${thousands(headroom.used)} of ${thousands(headroom.of)} in ${code(headroom.workspace)}`,
  ]);
  const rest = accounts.length - shown.length;
  const more = rest > 0 && shown.length > 0 ? `\n${count(rest, 'more account')} in the job summary.\n` : '';
  const table = grid(['Account', 'Vendor', ' Writes', 'Live', 'Fullest workspace'], rows);
  return table === '' ? '' : `\n${table}${more}`;
}

/** Who must approve what, and whether that is so. */
export function approvalSection({ approval, head }: ReviewAbout): string {
  return approval === undefined ? '' : section('Approval', `${approvalLine(approval, head)}\n`);
}

/** In a sentence or two. */
export function approvalLine({ policy, approvedBy, author, unapproved }: ApprovalState, head?: string): string {
  if (policy === 'off') return 'Nobody has to approve this: `policies.approval` is `off`.';
  const outside =
    unapproved !== undefined && unapproved > 0 ? `**${count(unapproved, 'message')} that nobody approved.** ` : '';
  const what = head === undefined ? 'this commit' : code(shortCommit(head));
  const other =
    author === undefined ? 'other than its author' : `other than ${plain(author, longestLogin)}, the author`;
  const state =
    approvedBy.length > 0
      ? `Approved at ${what} by ${listed(approvedBy.slice(0, 5).map((login) => plain(login, longestLogin)))}. Another push needs another approval.`
      : `Needs an approving review of ${what} by somebody with write access ${other}.`;
  const without =
    policy === 'require'
      ? 'A deployment holds what nobody approved (`policies.approval` is `require`).'
      : 'A deployment says what nobody approved, and deploys it (`policies.approval` is `warn`).';
  return `${outside}${state} ${without}`;
}

/** How to undo it, in steps. */
export function undoSection({ changes, forecast }: Review): string {
  if (changes.length === 0) return '';
  const slow = forecast.accounts.some(({ live }) => live === 'by-reference');
  const archived = changes.some(({ kind }) => kind === 'archive' || kind === 'move');
  return folded(
    'How to undo it',
    [
      '1. Press **Revert** below the merged pull request, or run `git revert <merge commit>` (with `-m 1` for a merge commit) on a branch.',
      '2. Merge that. The deployment puts back the messages as they were before; this comment on the revert says which.',
      ...(archived
        ? ['3. What was archived meanwhile is created again, possibly under a new remote id; the routes follow.']
        : []),
      ...(slow ? ['Campaigns that copied a message keep their copy: renew them at the vendor.'] : []),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
}
