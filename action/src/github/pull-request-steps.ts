import { posix } from 'node:path';
import { sentence } from '../commands/text.ts';
import type { World } from '../commands/world.ts';
import { type ExitCode, exitCodes, type UserError } from '../diagnostics/errors.ts';
import type { ReviewOutcome } from './comment/report.ts';
import { verdictOf } from './comment/verdict.ts';
import type { Inputs } from './inputs.ts';
import { say } from './log.ts';
import { encoded } from './pull-request.ts';
import { type Audience, folderInRepository, writeSummary } from './report.ts';
import { report } from './report-step.ts';
import { type ReviewStep, review } from './review-step.ts';

/** Runs the Action's command `review`, and reports its result to GitHub. Resolves to the step's exit code. */
export async function runReview(
  audience: Audience,
  world: World,
  { token, out, shownOut }: Pick<Inputs, 'token' | 'out'> & { shownOut: string },
): Promise<ExitCode> {
  const { core, root } = audience;
  if (token !== '') core.setSecret(encoded(token));
  const step = await review(world, { token, out, folder: folderInRepository(root) });
  const { outcome, report: left, summary } = step;
  core.setOutput('preview', left.gallery ? posix.join(shownOut, 'index.html') : '');
  if (outcome?.kind === 'reviewed') {
    const { counts } = outcome.review;
    core.setOutput('summary', JSON.stringify(counts));
    core.setOutput('changed', outcome.review.changes.length > 0);
  }
  if (outcome?.kind === 'invalid' || outcome?.kind === 'reviewed') {
    for (const item of outcome.diagnostics.slice(0, longestList)) {
      say(core, `${item.severity} ${item.file}:${item.line}:${item.column} ${item.message} [${item.code}]`);
    }
  }
  await writeSummary(audience, summary);
  say(core, left.check.title);
  const exitCode = exitCodeOf(step);
  core.setOutput('exit-code', exitCode);
  if (exitCode !== exitCodes.done) core.setFailed(`review: ${sentence(failureOf(step))}`);
  return exitCode;
}

/** The most diagnostics shown in the log. More of them are in the check run. */
const longestList = 200;

/** Runs the Action's command `report`. Resolves to the step's exit code. */
export async function runReport(
  { core, env }: Audience,
  { token, out, galleryUrl }: Pick<Inputs, 'token' | 'out' | 'galleryUrl'>,
): Promise<ExitCode> {
  const note = (text: string): void => say(core, text);
  const { comment, check, problems } = await report({ env, token, out, galleryUrl, note });
  if (comment) note(`Comment: ${comment}`);
  if (check) note(`Check: ${check}`);
  const [first] = problems;
  const exitCode = first?.exitCode ?? exitCodes.done;
  core.setOutput('exit-code', exitCode);
  if (first) core.setFailed(problems.map(textOf).join('\n'));
  return exitCode;
}

function textOf({ message, fix }: UserError): string {
  return `report: ${sentence(message)}${fix ? ` ${fix}` : ''}`;
}

function exitCodeOf({ outcome, report: { check } }: ReviewStep): ExitCode {
  if (!outcome) return check.conclusion === 'neutral' ? exitCodes.done : exitCodes.incomplete;
  if (outcome.kind === 'reviewed') {
    if (outcome.review.refusals.length > 0) return exitCodes.refused;
    // What nobody approved must not get through the queue.
    return check.conclusion === 'success' ? exitCodes.done : exitCodes.incomplete;
  }
  return outcome.kind === 'failed' ? exitCodes.unexpected : exitCodes.invalid;
}

function failureOf({ outcome, report: { check } }: ReviewStep): string {
  if (!outcome) return `${check.title}. ${check.summary}`;
  const [refusal] = outcome.kind === 'reviewed' ? outcome.review.refusals : [];
  if (refusal) return `${sentence(refusal.message)} ${refusal.fix}`;
  if (outcome.kind === 'reviewed') return `${check.title}. The check run and the job summary say what to do`;
  return `${verdictOf(outcome)}. ${causeOf(outcome)}`;
}

function causeOf(outcome: ReviewOutcome): string {
  if (outcome.kind === 'over-limits' || outcome.kind === 'failed') {
    return `${sentence(outcome.message)} ${outcome.fix ?? ''}`.trim();
  }
  return 'The comment, the check run and the job summary say what is wrong';
}
