import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../commands/make-folder.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { CheckTexts } from './comment/check.ts';

/**
 * What the Action's step `review` leaves for its step `report` in `<out>/report.json`: texts that are ready to post
 * except for the gallery's address, which nobody knows before it is uploaded (see comment/gallery-link.ts).
 */
export interface ReportFile {
  readonly version: 1;
  /** Undefined where there is nothing to comment on, as in a merge queue. */
  readonly pullRequest?: number;
  /** The commit that was reviewed, and that the check run belongs to. */
  readonly head: string;
  /** Whether there is a page to upload, `<out>/index.html`. */
  readonly gallery: boolean;
  /** Absent where a newer run writes the comment. */
  readonly comment?: string;
  /** Whether the comment is only meant to replace an earlier one. */
  readonly isCorrection?: boolean;
  readonly check: CheckReport;
  /** The check run's name, where it must not be the one that branch protection requires. */
  readonly checkName?: string;
}

/**
 * The content of a check run. Only what is right may be a success. GitHub counts `neutral` as one, so a neutral check
 * run never has the name that branch protection requires.
 */
export type CheckReport = Omit<CheckTexts, 'conclusion'> & {
  readonly conclusion: CheckTexts['conclusion'] | 'neutral' | 'cancelled';
};

const name = 'report.json';

export function writeReport(out: string, report: ReportFile): void {
  makeFolder(out);
  writeFileSync(join(out, name), JSON.stringify(report));
}

/** Removes what an earlier run left: on a runner that keeps its folders, it must not be taken for this run’s report. */
export function removeReport(out: string): void {
  rmSync(join(out, name), { force: true });
}

/**
 * Reads the report; undefined where the step `review` did not get that far. Throws InvalidInput for a file that
 * `review` cannot have written.
 */
export function readReport(out: string): ReportFile | undefined {
  const path = join(out, name);
  if (!existsSync(path)) return undefined;
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Partial<ReportFile> | null;
    if (report?.version === 1 && typeof report.head === 'string' && report.check) return report as ReportFile;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new InvalidInput(`${path} is not what the command review writes`, {
    fix: 'Run review and report of the same version of the Action, with the same “out”, in one job.',
  });
}
