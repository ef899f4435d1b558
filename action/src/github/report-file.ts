import type { DiagnosticItem } from '../generated/index.ts';

/**
 * What the Action's step `review` leaves for its step `report` in `<out>/report.json`: texts that are ready to post but
 * for the address of the gallery, which nobody knows before it is uploaded (see comment/gallery-link.ts).
 */
export interface ReportFile {
  readonly version: 1;
  /** Undefined in a merge queue, where there is nothing to comment on. */
  readonly pullRequest: number | undefined;
  /** The commit that was reviewed, and that the check run is for. */
  readonly head: string;
  /** Whether there is a page to upload, `<out>/index.html`. */
  readonly gallery: boolean;
  /** Markdown without the marker. */
  readonly comment: string;
  readonly check: CheckReport;
}

/** A check run. */
export interface CheckReport {
  /** Only what is right may be `success`, and `neutral` counts as that for branch protection. */
  readonly conclusion: 'success' | 'failure' | 'action_required' | 'neutral' | 'cancelled';
  readonly title: string;
  /** Markdown, at most 65,535 characters each. */
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly CheckAnnotation[];
}

/** A remark at a place of a file, whose path is relative to the git repository. */
export interface CheckAnnotation {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** Diagnostics as annotations. */
export function checkAnnotations(items: readonly DiagnosticItem[], folder: string): CheckAnnotation[] {
  return items.map((item) => annotationOf(item, folder));
}

function annotationOf(
  { severity, code, message, fix, file, line, column }: DiagnosticItem,
  folder: string,
): CheckAnnotation {
  return {
    path: folder === '' ? file : `${folder.replace(/\/$/, '')}/${file}`,
    line,
    column,
    level: severity === 'error' ? 'failure' : 'warning',
    title: code,
    message: fix ? `${message}\n${fix}` : message,
  };
}
