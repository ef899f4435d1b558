import { fullText } from './comment.ts';
import { summaryStages } from './detail.ts';
import { fitting } from './fitting.ts';
import { withoutLinks } from './gallery-link.ts';
import type { ReviewReport } from './report.ts';

/**
 * The most bytes of a step's summary, with room for what else the step writes: beyond 1 MiB the upload fails while the
 * job stays green. Source: docs.github.com, “Workflow commands for GitHub Actions”, adding a job summary.
 */
const mostBytes = 1_000_000;

/** Writes the job summary: the text of the comment, in more detail. */
export function reviewSummary(report: ReviewReport): string {
  return fitting(summaryStages, mostBytes, Buffer.byteLength, (detail) => withoutLinks(fullText(report, detail)));
}
