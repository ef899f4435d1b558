import { sentence } from '../commands/text.ts';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import { beginCheck, checkName, finishCheck } from './check-run.ts';
import { GitHubClient } from './client.ts';
import { checkTexts, longestCheckText, withGalleryInCheck } from './comment/check.ts';
import { reviewComment } from './comment/comment.ts';
import { type GalleryPlace, isUrl, withGallery } from './comment/gallery-link.ts';
import type { ReviewReport } from './comment/report.ts';
import { readEvent } from './event.ts';
import { GitHubError } from './github-error.ts';
import { jobLinks } from './job-links.ts';
import { plain } from './markdown.ts';
import { type CheckReport, type ReportFile, readReport } from './report-file.ts';
import { correctComment, putComment } from './sticky-comment.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface ReportOptions {
  readonly env: Env;
  readonly token: string;
  /** The absolute path of the folder that the command `review` was given. */
  readonly out: string;
  /** The page's address according to upload-artifact; empty when it could not be uploaded. */
  readonly galleryUrl: string;
  readonly note: (text: string) => void;
}

/** What was posted, and what could not be. */
export interface Posted {
  readonly conclusion: CheckReport['conclusion'];
  /** Addresses of what was posted. */
  readonly comment?: string;
  readonly check?: string;
  /** If there are any, the step fails. */
  readonly problems: readonly UserError[];
}

/**
 * Posts what a review came to: one comment and one check run. The check run is begun first, and is green only when
 * everything was posted, and everything that it mentions exists. A failure does not keep the rest from being posted.
 */
export async function report(options: ReportOptions): Promise<Posted> {
  const { env, token, galleryUrl, note } = options;
  const event = readEvent(env);
  const client = new GitHubClient({ token, env, note });
  const problems: UserError[] = [];
  const left = readReport(options.out);
  const file = left?.head === event.head ? left : unfinished(env, event.head, pullRequestOf(event), problems);
  const place = placeOf(file, galleryUrl, problems);
  const begun = await attempt(problems, () => beginCheck(client, file.head, jobLinks(env).log, file.checkName));
  const isCurrent = file.pullRequest === undefined || (await attempt(problems, () => isHead(client, file)));
  if (isCurrent === false) problems.push(movedOn(file.head));
  const comment =
    isCurrent === false ? undefined : await postComment(client, env, { file, place, login: begun?.login, problems });
  const check = concluded(file.check, place, problems, isCurrent === false);
  const url = begun && (await attempt(problems, () => finishCheck(client, begun.id, check)));
  const conclusion = problems.length > 0 && check.conclusion === 'success' ? 'failure' : check.conclusion;
  return { conclusion, problems, ...(comment && { comment }), ...(url && { check: url }) };
}

interface Posting {
  readonly file: ReportFile;
  readonly place: GalleryPlace;
  /** The login that the token writes as; undefined where that could not be found out. */
  readonly login: string | undefined;
  readonly problems: UserError[];
}

/** Posts the comment or, where GitHub refuses it, a short one that says where the report is instead. */
async function postComment(
  client: GitHubClient,
  env: Env,
  { file, place, login, problems }: Posting,
): Promise<string | undefined> {
  const { pullRequest, comment, head, isCorrection } = file;
  if (pullRequest === undefined || comment === undefined) return undefined;
  // Without a check run the token's login is unknown; this is the login of a job's own token.
  const to = { pullRequest, login: login ?? 'github-actions[bot]' };
  return await attempt(problems, async () => {
    try {
      const own = { ...to, body: withGallery(comment, place) };
      return isCorrection ? await correctComment(client, own) : await putComment(client, own);
    } catch (error) {
      if (!(error instanceof GitHubError && error.trouble === 'rejected')) throw error;
      problems.push(error);
      const message = `GitHub did not accept the report: ${error.message}`;
      const fix = `It is in the check ${checkName} and in the summary of the job.`;
      return await putComment(client, { ...to, body: reviewComment(failed(env, head, message, fix)) });
    }
  });
}

/** The content of the check run to post. It is never green where something is missing. */
function concluded(
  check: CheckReport,
  place: GalleryPlace,
  problems: readonly UserError[],
  hasMoved: boolean,
): CheckReport {
  if (hasMoved) return { ...check, conclusion: 'cancelled', title: 'There is a newer commit', annotations: [] };
  const { conclusion } = check;
  const complete: CheckReport =
    conclusion === 'success' || conclusion === 'failure' ? withGalleryInCheck({ ...check, conclusion }, place) : check;
  if (problems.length === 0) return complete;
  const notes = problems.map(({ message, fix }) => `> ⛔ ${plain(sentence(message))} ${plain(fix ?? '')}\n\n`).join('');
  const summary = `${notes}${complete.summary}`;
  const told = { ...complete, summary: summary.length > longestCheckText ? notes : summary };
  if (told.conclusion !== 'success') return told;
  return { ...told, conclusion: 'failure', title: `Only partly posted. ${told.title}` };
}

function placeOf({ gallery }: ReportFile, url: string, problems: UserError[]): GalleryPlace {
  if (!gallery) return { missing: 'There are no previews.' };
  if (isUrl(url)) return { url };
  const found = url === '' ? 'was not uploaded' : 'has an invalid URL';
  const fix = 'See the step that uploads it for the reason, and run the job again.';
  problems.push(new UserError(exitCodes.unexpected, `the gallery ${found}`, fix));
  return { missing: `The page ${found}. ${fix}` };
}

/** Whether the reviewed commit still is the pull request's newest; otherwise a newer run has more to say. */
async function isHead(client: GitHubClient, { pullRequest, head }: ReportFile): Promise<boolean> {
  const tip = await client.ask(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      parameters: { pull_number: pullRequest },
      doing: 'look at the pull request',
      permission: 'pull-requests: write',
    },
    (data) => {
      const { head: found } = (data ?? {}) as { head?: { sha?: unknown } };
      return typeof found?.sha === 'string' ? found.sha : undefined;
    },
  );
  return tip === head;
}

/** A report that says the review was not done, where the command `review` did not leave one. */
function unfinished(env: Env, head: string, pullRequest: number | undefined, problems: UserError[]): ReportFile {
  const message = 'the review did not finish: it was stopped, or took too long';
  const fix =
    'See the log of the previous step, and run the job again; a template that never finishes has to be fixed.';
  problems.push(new UserError(exitCodes.unexpected, message, fix));
  const texts = failed(env, head, message, fix);
  const check = checkTexts(texts);
  return {
    version: 1,
    head,
    gallery: false,
    comment: reviewComment(texts),
    check,
    ...(pullRequest && { pullRequest }),
  };
}

function failed(env: Env, head: string, message: string, fix: string): ReviewReport {
  const about = { base: undefined, head, seconds: 0, folder: '', links: jobLinks(env) };
  return { outcome: { kind: 'failed', message, fix }, about };
}

function movedOn(head: string): UserError {
  return new UserError(
    exitCodes.incomplete,
    `the pull request has newer commits than ${head}, so nothing was written over the report of a newer run`,
    'See the run for its newest commit.',
  );
}

function pullRequestOf(event: ReturnType<typeof readEvent>): number | undefined {
  return event.kind === 'pull-request' ? event.number : undefined;
}

/** Runs `act`, and adds what it throws to the problems; bugs are thrown again. */
async function attempt<T>(problems: UserError[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(error);
    return undefined;
  }
}
