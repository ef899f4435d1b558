import type { Annotation } from './annotations.ts';

/**
 * What the Action's step `review` leaves for its step `report` in `<out>/report.json`: texts that are ready to post.
 * They hold `galleryPlaceholder` wherever the address of the gallery goes, which nobody knows before it is uploaded.
 */
export interface ReviewReport {
  readonly version: 1;
  /** Undefined in a merge queue, where there is nothing to comment on. */
  readonly pullRequest: number | undefined;
  /** The commits that were compared. */
  readonly base: string;
  readonly head: string;
  /** Whether there is a page to upload, `<out>/index.html`. */
  readonly gallery: boolean;
  /** Markdown without the marker, at most 65,000 characters. */
  readonly comment: string;
  readonly check: CheckReport;
}

/** A check run. `summary` and `text` are Markdown, at most 65,535 characters each. */
export interface CheckReport {
  readonly conclusion: 'success' | 'failure' | 'action_required' | 'neutral' | 'cancelled';
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly Annotation[];
}

/**
 * Stands for the address of the gallery; as long as the longest that GitHub makes of this repository and run, so that
 * no text grows when it is replaced.
 */
export function galleryPlaceholder(env: Readonly<Record<string, string | undefined>>): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  return `${server}/${repository}/actions/runs/${run}/artifacts/${'0'.repeat(20)}`;
}
