import type { World } from '../commands/world.ts';
import { mergeTrees } from '../config/merge-trees.ts';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import { diagnosticItems } from '../diagnostics/render.ts';
import { approvalOf, type KnownApproval, unapprovedText } from './approval-state.ts';
import { elsewhereName, queuedName } from './check-run.ts';
import { checkTexts, longestCheckText } from './comment/check.ts';
import { commentMarker, reviewComment } from './comment/comment.ts';
import { lengthWithGallery } from './comment/gallery-link.ts';
import { reviewSummary } from './comment/job-summary.ts';
import type { ReviewAbout, ReviewOutcome } from './comment/report.ts';
import { type PullRequestEvent, type ReviewEvent, readEvent } from './event.ts';
import { jobLinks } from './job-links.ts';
import { checkedOut, contains, fetchHead, gitCredentials, isInQueue } from './pull-request.ts';
import { type CheckReport, type ReportFile, removeReport, writeReport } from './report-file.ts';
import { reviewChange } from './review-change.ts';

export interface ReviewOptions {
  readonly token: string;
  /** An absolute path. */
  readonly out: string;
  /** Where in its git repository `world.root` is; empty for the top. */
  readonly folder: string;
}

/** What the step came to. `summary` is Markdown. */
export interface ReviewStep {
  readonly outcome: ReviewOutcome | undefined;
  readonly report: ReportFile;
  readonly summary: string;
}

/**
 * Reviews what the workflow's event is about, and always leaves a report behind, so that nobody reads “nothing changes”
 * where that is not known. Nothing of the pull request is checked out, and nothing of it runs.
 */
export async function review(world: World, options: ReviewOptions): Promise<ReviewStep> {
  removeReport(options.out);
  const event = readEvent(world.env);
  const links = jobLinks(world.env);
  if (event.kind === 'pull-request' && event.target !== event.defaultBranch) return leave(options, elsewhere(event));
  const started = performance.now();
  const found: Found = {};
  const outcome = await outcomeOf(world, options, event, found);
  if (outcome === 'moved') return leave(options, movedOn(event));
  if (outcome === 'queued') return leave(options, ofTheQueue(event));
  const seconds = (performance.now() - started) / 1000;
  const { base, approval } = found;
  const about: ReviewAbout = {
    ...{ base, head: event.head, seconds, folder: options.folder, links },
    ...(approval && { approval: approval.state }),
  };
  const texts = { outcome, about };
  const check = checkTexts(texts);
  const missing = unapprovedText(approval?.unapproved ?? []);
  const gallery = outcome.kind === 'reviewed';
  const report: ReportFile = {
    version: 1,
    ...numbered(event),
    head: event.head,
    gallery,
    comment: reviewComment(texts),
    check: {
      ...check,
      text: lengthWithGallery(missing + check.text) <= longestCheckText ? missing + check.text : missing,
    },
  };
  return { ...leave(options, report), outcome, summary: `${missing}${reviewSummary(texts)}` };
}

/** What was found out before the review ended, however it ended. */
interface Found {
  base?: string;
  approval?: KnownApproval;
}

async function outcomeOf(
  world: World,
  { token, out, folder }: ReviewOptions,
  event: ReviewEvent,
  found: Found,
): Promise<ReviewOutcome | 'moved' | 'queued'> {
  // The ledger may be on a branch, which is fetched with the same token.
  const env = { ...world.env, ...gitCredentials(world.env, token) };
  try {
    // This comes first: under the usual name, any result of the review would be taken for a statement about the queue's
    // commit.
    if (event.kind === 'pull-request' && (await isInQueue(world.root, env, event.head))) return 'queued';
    found.base = event.kind === 'merge-group' ? event.base : await checkedOut(world.root, env);
    world.progress.step('Fetching the pull request');
    if ((await fetchHead(world.root, env, event)) !== event.head) return 'moved';
    // Compared with itself, anything would read “nothing changes”.
    if (await contains(world.root, env, found.base, event.head)) return { kind: 'failed', ...alreadyThere };
    const merge = mergeTrees(world.root, found.base, event.head);
    if ('conflicts' in merge) return { kind: 'conflict', files: merge.conflicts };
    const change = { base: found.base, head: event.head, tree: merge.tree };
    const { review, diagnostics } = await reviewChange({ ...world, env }, { ...change, out });
    found.approval = await approvalOf({ ...world, env }, event, { base: found.base, folder, token });
    return { kind: 'reviewed', review, diagnostics: diagnosticItems(diagnostics) };
  } catch (error) {
    return troubleOf(world, error);
  } finally {
    world.progress.end();
  }
}

const alreadyThere = {
  message: 'the commits to review are already in the checkout, so there is nothing to compare them with',
  fix: 'Either they are already merged, or the workflow checks them out; it must check out the default branch.',
};

/** Turns an error into an outcome. Bugs are reported, too, so that they are not taken for “nothing changes”. */
function troubleOf({ progress }: World, error: unknown): ReviewOutcome {
  if (!(error instanceof UserError)) {
    progress.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { kind: 'failed', message: `this is a bug in Tenantry, or a failure of the runner: ${error}` };
  }
  const said = { message: error.message, ...(error.fix !== undefined && { fix: error.fix }) };
  if (error.exitCode === exitCodes.incomplete) return { kind: 'over-limits', ...said };
  if (!(error instanceof InvalidInput) || error.diagnostics.length === 0) return { kind: 'failed', ...said };
  if (error.diagnostics.every(({ code }) => limits.has(code))) return { kind: 'over-limits', ...said };
  return { kind: 'invalid', diagnostics: diagnosticItems(error.diagnostics) };
}

/** The codes for repositories that are too big to be read at all. */
const limits = new Set<string>(['too-many-files', 'too-much-data']);

function leave(options: ReviewOptions, report: ReportFile): ReviewStep {
  writeReport(options.out, report);
  return { outcome: undefined, report, summary: report.check.summary };
}

function numbered(event: ReviewEvent): { pullRequest?: number } {
  return event.kind === 'pull-request' ? { pullRequest: event.number } : {};
}

/**
 * The report for a pull request whose merge deploys nothing. It corrects a comment from before its base was changed.
 */
function elsewhere({ head, number }: PullRequestEvent): ReportFile {
  const title = 'Not for the default branch';
  const summary = 'Only the default branch is deployed, and this pull request targets another one.';
  return {
    version: 1,
    pullRequest: number,
    head,
    gallery: false,
    comment: `${commentMarker}\n\n## ${title}\n\n${summary}\n`,
    isCorrection: true,
    check: bare('neutral', title, summary),
    checkName: elsewhereName,
  };
}

/**
 * The report for a pull request whose head is a commit that a merge queue is trying, and whose check it would replace.
 */
function ofTheQueue(event: ReviewEvent): ReportFile {
  const title = 'Not reviewed: this is a commit of the merge queue';
  const summary =
    'The newest commit of this pull request is one that the merge queue made, and is checked there, approvals included. Push a commit of your own on top, or close this pull request.';
  return {
    version: 1,
    ...numbered(event),
    head: event.head,
    gallery: false,
    comment: `${commentMarker}\n\n## ${title}\n\n${summary}\n`,
    check: bare('failure', title, summary),
    checkName: queuedName,
  };
}

/** The report for a commit that is no longer the newest. It writes no comment. */
function movedOn(event: ReviewEvent): ReportFile {
  const summary = 'A newer commit was pushed before this one was reviewed; its check says what it changes.';
  return { version: 1, head: event.head, gallery: false, check: bare('cancelled', 'There is a newer commit', summary) };
}

function bare(conclusion: CheckReport['conclusion'], title: string, summary: string): CheckReport {
  return { conclusion, title, summary, text: '', annotations: [] };
}
