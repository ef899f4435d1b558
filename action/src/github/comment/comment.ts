import type { Review } from '../../review/review.ts';
import { code } from '../markdown.ts';
import { changesSection } from './changes.ts';
import { approvalSection, forecastSection, undoSection } from './deployment.ts';
import { type Detail, stages } from './detail.ts';
import { fitting } from './fitting.ts';
import { galleryInvitation, isUrl, lengthWithGallery } from './gallery-link.ts';
import { extremesSection, unaffectedSection, unexpectedSection } from './people.ts';
import type { ReviewAbout, ReviewOutcome, ReviewReport } from './report.ts';
import { looksSection, stopsSection } from './risks.ts';
import { troubleText, warningsSection } from './trouble.ts';
import { extentOf, verdictOf } from './verdict.ts';
import { shortCommit } from './words.ts';

/**
 * The most characters that GitHub takes in a comment. It counts code points; we count UTF-16 code units, which are
 * never fewer. Source: the API's answer to longer ones, “body is too long (maximum is 65536 characters)”.
 */
export const longestComment = 65_536;

type Reviewed = Extract<ReviewOutcome, { kind: 'reviewed' }>;

/** The beginning of every comment of ours, by which the next run finds it. */
export const commentMarker = '<!-- tenantry:review -->';

/**
 * Writes the comment on the pull request, as Markdown: the verdict first, then what a reviewer needs, from the
 * dangerous to the usual. It has as much detail as fits, and is never longer than GitHub takes, whatever gallery
 * address `withGallery` puts in.
 */
export function reviewComment(report: ReviewReport): string {
  return fitting(stages, longestComment, lengthWithGallery, (detail) => {
    return joined([commentMarker, fullText(report, detail)]);
  });
}

/** The verdict, everything below it, and the footer. */
export function fullText({ outcome, about }: ReviewReport, detail: Detail): string {
  return joined([
    `## ${verdictOf(outcome)}`,
    ...(outcome.kind === 'reviewed'
      ? [...gist(outcome, about, detail), ...particulars(outcome, about, detail)]
      : [troubleText(outcome, about, detail)]),
    footer(about),
  ]);
}

/** The sections that a reviewer must know. */
export function gist({ review }: Reviewed, about: ReviewAbout, detail: Detail): string[] {
  return [
    opening(review),
    stopsSection(review, detail),
    changesSection(review, detail),
    looksSection(review, detail),
    unexpectedSection(review, detail),
    forecastSection(review, detail),
    approvalSection(about),
  ];
}

/** The sections that answer further questions; most are folded. */
export function particulars({ review, diagnostics }: Reviewed, about: ReviewAbout, detail: Detail): string[] {
  return [
    extremesSection(review, detail),
    unaffectedSection(review, detail),
    warningsSection(diagnostics, about, detail),
    undoSection(review),
  ];
}

function opening(review: Review): string {
  const { previews } = review.counts;
  return `${previews === 0 ? '' : galleryInvitation(previews)}${extentOf(review)}`;
}

function footer({ base, head, seconds, links }: ReviewAbout): string {
  const compared =
    base === undefined || head === undefined
      ? `Took ${exactly(seconds)}`
      : `${code(shortCommit(head))} compared with ${code(shortCommit(base))} in ${exactly(seconds)}`;
  const more = [
    ...(links.log !== undefined && isUrl(links.log) ? [`[log](${links.log})`] : []),
    ...(links.guide !== undefined && isUrl(links.guide) ? [`[how to read this](${links.guide})`] : []),
  ];
  return `---\n<sub>${[compared, ...more].join(' · ')}</sub>\n`;
}

function exactly(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** Joins the parts that are not empty, with a blank line between them. */
export function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}
