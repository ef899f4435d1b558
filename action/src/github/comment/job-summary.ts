import { fullText } from './comment.ts';
import { summaryStages } from './detail.ts';
import { fitting } from './fitting.ts';
import { withoutLinks } from './gallery-link.ts';
import type { ReviewReport } from './report.ts';

/**
 * Bytes of a step's summary, with room for what else the step writes: beyond 1 MiB the upload fails while the job stays
 * green. Source: docs.github.com, “Workflow commands for GitHub Actions”, adding a job summary.
 */
const mostBytes = 1_000_000;

/** The same as the comment for the job summary, with more of everything. */
export function reviewSummary(report: ReviewReport): string {
  return fitting(summaryStages, mostBytes, Buffer.byteLength, (detail) => withoutLinks(fullText(report, detail)));
}
