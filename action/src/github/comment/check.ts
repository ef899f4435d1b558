import { posix } from 'node:path';
import type { DiagnosticItem } from '../../generated/index.ts';
import { shortened } from '../visible-text.ts';
import { gist, joined, particulars } from './comment.ts';
import { stages } from './detail.ts';
import { fitting } from './fitting.ts';
import { type GalleryPlace, lengthWithGallery, needsGallery, withGallery } from './gallery-link.ts';
import type { ReviewAbout, ReviewOutcome, ReviewReport } from './report.ts';
import { troubleText } from './trouble.ts';
import { verdictOf } from './verdict.ts';

/**
 * The longest `summary` and `text` of a check run. Source: GitHub's API description, checks/create, `output`:
 * `maxLength`.
 */
export const longestCheckText = 65_535;

/** The most annotations of one check run: a request takes 50, and is one of 80 writes allowed per minute. */
const mostAnnotations = 1_000;

/** The longest message of an annotation. GitHub takes 64 kB, but nobody reads as much. */
const longestMessage = 4_000;

/** The content of a check run, with the names of GitHub's API. */
export interface CheckTexts {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: 'success' | 'failure';
  /** All annotations that are posted, of which one request takes 50. */
  readonly annotations: readonly CheckAnnotation[];
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number;
  readonly end_column: number;
  readonly annotation_level: 'failure' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** Writes the texts of the check run. `withGalleryInCheck` completes them. */
export function checkTexts({ outcome, about }: ReviewReport): CheckTexts {
  const { approval } = about;
  const isHeld = approval?.policy === 'require' && (approval.unapproved ?? 0) > 0;
  return {
    title: isHeld ? `Not approved. ${verdictOf(outcome)}` : verdictOf(outcome),
    summary: fitting(stages, longestCheckText, lengthWithGallery, (detail) => {
      return joined(outcome.kind === 'reviewed' ? gist(outcome, about, detail) : [troubleText(outcome, about, detail)]);
    }),
    text: fitting(stages, longestCheckText, lengthWithGallery, (detail) => {
      return outcome.kind === 'reviewed' ? joined(particulars(outcome, about, detail)) : '';
    }),
    conclusion: isHeld || !isSound(outcome) ? 'failure' : 'success',
    annotations: annotationsOf(outcome, about),
  };
}

/** Puts the gallery's address into the texts. A change without the previews that it should have does not pass. */
export function withGalleryInCheck(check: CheckTexts, place: GalleryPlace): CheckTexts {
  const isMissing = needsGallery(check.summary) && !('url' in place);
  return {
    ...check,
    title: isMissing ? `No previews to look at. ${check.title}` : check.title,
    summary: withGallery(check.summary, place),
    text: withGallery(check.text, place),
    conclusion: isMissing ? 'failure' : check.conclusion,
  };
}

function isSound(outcome: ReviewOutcome): boolean {
  return outcome.kind === 'reviewed' && outcome.review.refusals.length === 0;
}

function annotationsOf(outcome: ReviewOutcome, { folder }: ReviewAbout): CheckAnnotation[] {
  if (outcome.kind !== 'reviewed' && outcome.kind !== 'invalid') return [];
  const items = outcome.diagnostics.toSorted((a, b) => Number(isWarning(a)) - Number(isWarning(b)));
  return items.slice(0, mostAnnotations).map((item) => ({
    path: posix.join(folder, item.file),
    start_line: item.line,
    end_line: item.line,
    start_column: item.column,
    end_column: item.column,
    annotation_level: isWarning(item) ? 'warning' : 'failure',
    title: item.code,
    message: shortened(item.fix === undefined ? item.message : `${item.message}\n${item.fix}`, longestMessage),
  }));
}

function isWarning({ severity }: DiagnosticItem): boolean {
  return severity === 'warning';
}
