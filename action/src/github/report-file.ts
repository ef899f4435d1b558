import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../commands/make-folder.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { CheckTexts } from './comment/check.ts';

/**
 * What the Action's step `review` leaves for its step `report` in `<out>/report.json`: texts that are ready to post but
 * for the address of the gallery, which nobody knows before it is uploaded (see comment/gallery-link.ts).
 */
export interface ReportFile {
  readonly version: 1;
  /** Undefined where there is nothing to comment on, as in a merge queue. */
  readonly pullRequest?: number;
  /** The commit that was reviewed, and that the check run is for. */
  readonly head: string;
  /** Whether there is a page to upload, `<out>/index.html`. */
  readonly gallery: boolean;
  /** Absent where a newer run says it. */
  readonly comment?: string;
  /** Whether the comment is only to take the place of an earlier one. */
  readonly isCorrection?: boolean;
  readonly check: CheckReport;
  /** The name of the check run, where it must not be the one that branch protection asks for. */
  readonly checkName?: string;
}

/** A check run. Only what is right may be a success. `neutral` counts as one, and so never has the name that is asked for. */
export type CheckReport = Omit<CheckTexts, 'conclusion'> & {
  readonly conclusion: CheckTexts['conclusion'] | 'neutral' | 'cancelled';
};

const name = 'report.json';

export function writeReport(out: string, report: ReportFile): void {
  makeFolder(out);
  writeFileSync(join(out, name), JSON.stringify(report));
}

/** Takes away what an earlier run left: on a runner that keeps its folders, it must not be taken for this one’s. */
export function removeReport(out: string): void {
  rmSync(join(out, name), { force: true });
}

/** Undefined where the step `review` did not come that far. Throws InvalidInput for what it cannot have written. */
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
