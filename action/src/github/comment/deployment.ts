import { thousands } from '../../commands/text.ts';
import type { Review, ReviewForecast } from '../../review/review.ts';
import { code, plain } from '../markdown.ts';
import type { Detail } from './detail.ts';
import type { ApprovalState, ReviewAbout } from './report.ts';
import { count, duration, folded, grid, listed, section, shortCommit } from './words.ts';

/** Longer than any login at GitHub, which has at most 39 characters. */
const longestLogin = 60;

const liveWords = {
  'on-write': 'at once, when they are written',
  'by-id': 'with the next send, by the id in the routes',
  'by-reference': 'when a campaign next copies them; running ones keep their copies',
  'by-channel':
    'at once for push and SMS; for email when a campaign next copies it, and running ones keep their copies',
} as const;

/** Writes what merging leads to: writes, time, when customers get the messages, and what else is deployed with them. */
export function forecastSection({ forecast, pending }: Review, detail: Detail): string {
  const { writes, archives, calls, seconds } = forecast;
  const accounts = forecast.accounts.filter((one) => one.writes > 0);
  const parts = [
    ...(writes > 0 ? [count(writes, 'write')] : []),
    ...(archives > 0 ? [`${count(archives, 'archive')} later`] : []),
  ];
  const lives = [...new Set(accounts.map(({ live }) => live))];
  const [live] = lives;
  const effort =
    parts.length === 0 ? '' : `${listed(parts)} in ${count(calls, 'call')} to the vendors: ${duration(seconds)}.`;
  const reach = live !== undefined && lives.length === 1 ? ` Customers get the messages ${liveWords[live]}.` : '';
  const body = [
    `${effort}${reach}`,
    goneLater(archives),
    accountsOf(accounts, lives.length > 1, detail),
    alsoDeployed(pending),
  ];
  return section('When it is merged', body.filter(Boolean).join('\n\n'));
}

/** Warns that messages are no longer sent from the deployment on, long before they are archived. */
function goneLater(archives: number): string {
  if (archives === 0) return '';
  const [loses, it, are] =
    archives === 1 ? ['loses its route', 'it', 'It is'] : ['lose their routes', 'them', 'They are'];
  const sends = `**${count(archives, 'message')} ${loses} with the deployment**: nothing is sent with ${it} from then on.`;
  return `${sends} ${are} archived when \`policies.archiveGrace\` is over, by a deployment with \`--allow-archives\`.`;
}

/** A table by account. A column is left out where all accounts have the same value, or none is known. */
function accountsOf(accounts: ReviewForecast['accounts'], doDiffer: boolean, detail: Detail): string {
  const isBounded = accounts.some(({ headroom }) => headroom !== undefined);
  if (accounts.length < 2 && !isBounded) return '';
  const shown = accounts.slice(0, detail.accounts);
  const rows = shown.map(({ account, provider, writes, live, headroom }) => [
    code(account),
    plain(provider),
    thousands(writes),
    ...(doDiffer ? [liveWords[live]] : []),
    ...(isBounded ? [headroom === undefined ? 'no known bound' : roomOf(headroom)] : []),
  ]);
  const rest = accounts.length - shown.length;
  const more = rest > 0 && shown.length > 0 ? `\n${count(rest, 'more account')} in the job summary.` : '';
  const headings = [
    ...['Account', 'Vendor', ' Writes'],
    ...(doDiffer ? ['Customers get them'] : []),
    ...(isBounded ? ['Fullest workspace'] : []),
  ];
  return `${grid(headings, rows).trimEnd()}${more === '' ? '' : `\n${more}`}`;
}

function roomOf({ used, of, workspace }: NonNullable<ReviewForecast['accounts'][number]['headroom']>): string {
  return `${thousands(used)} of ${thousands(of)} in ${code(workspace)}`;
}

function alsoDeployed(pending: Review['pending']): string {
  if (pending === undefined || pending.pairs === 0) return '';
  const [is, it] = pending.pairs === 1 ? ['is', 'it'] : ['are', 'them'];
  return `**${count(pending.pairs, 'pair')} merged before ${is} not deployed yet** (deployed is ${code(shortCommit(pending.commit))}): deploying this deploys ${it} too.`;
}

/** Writes who must approve what, and whether they have. */
export function approvalSection({ approval, head }: ReviewAbout): string {
  return approval === undefined ? '' : section('Approval', `${approvalLine(approval, head)}\n`);
}

/** The state of approval, in a sentence or two. */
export function approvalLine(approval: ApprovalState, head?: string): string {
  const { policy, unapproved } = approval;
  if (policy === 'unknown') return unknownPolicy;
  if (policy === 'off') return 'Nobody has to approve this: `policies.approval` is `off`.';
  const without =
    policy === 'require'
      ? 'A deployment holds what nobody approved (`policies.approval` is `require`).'
      : 'A deployment reports what nobody approved, and deploys it (`policies.approval` is `warn`).';
  if (unapproved === 0) return 'Every message that this changes is approved.';
  if (unapproved !== undefined) return `**Nobody approved ${count(unapproved, 'message')}.** ${without}`;
  return `${reviewState(approval, head)} ${without}`;
}

/** A deployment then applies the previous policy, which may be the strictest. */
const unknownPolicy =
  '**Whether somebody must approve this is unknown:** the `.github/tenantry.yml` of the base cannot be read. Have it approved.';

function reviewState({ approvedBy, author }: ApprovalState, head?: string): string {
  const what = head === undefined ? 'this commit' : code(shortCommit(head));
  const other = author === undefined ? 'its author' : `${plain(author, longestLogin)}, the author`;
  if (approvedBy.length === 0) {
    return `Needs an approving review of ${what} by somebody with write access other than ${other}.`;
  }
  const who = listed(approvedBy.slice(0, 5).map((login) => plain(login, longestLogin)));
  return `Approved at ${what} by ${who}. Another push needs another approval.`;
}

/** Writes how to undo the change, in steps. */
export function undoSection({ changes, forecast }: Review): string {
  if (changes.length === 0) return '';
  const kinds = new Set(changes.map(({ kind }) => kind));
  const steps = [
    'Press **Revert** below the merged pull request. Without GitHub: `git revert -m 1 <merge commit>` on a branch, without `-m 1` where it was squashed or rebased.',
    'Look at the new pull request: its comment says what changes back. Merge it.',
    kinds.size === 1 && kinds.has('create')
      ? 'The deployment that follows no longer routes anything to what was created.'
      : 'The deployment that follows writes the messages as they were before, and nothing else.',
  ];
  const asides = [
    ...(kinds.has('create') || kinds.has('move')
      ? [
          'What was created stays at the vendor for `policies.archiveGrace`, and is then archived by a deployment with `--allow-archives`.',
        ]
      : []),
    ...(kinds.has('archive') || kinds.has('move')
      ? ['What was archived meanwhile is created again, perhaps under another remote id; the routes follow.']
      : []),
    ...(forecast.accounts.some(({ live }) => live === 'by-reference' || live === 'by-channel')
      ? ['Campaigns that copied a message keep their copy until it is renewed at the vendor.']
      : []),
  ];
  const list = steps.map((step, index) => `${index + 1}. ${step}\n`).join('');
  return folded('How to undo it', [list, ...asides.map((aside) => `${aside}\n`)].join('\n'));
}
