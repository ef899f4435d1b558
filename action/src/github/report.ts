import { posix } from 'node:path';
import type * as Core from '@actions/core';
import type { CommandResult } from '../commands/world.ts';
import { git } from '../config/git.ts';
import type { Deployment, DiagnosticItem, Plan, Previewing, Validation } from '../generated/index.ts';
import { annotationsOf } from './annotations.ts';
import type { ActionEnvironment } from './environment.ts';
import type { CommandOnFiles } from './inputs.ts';
import { say } from './log.ts';
import { deploymentSummary, planSummary, previewSummary, validationSummary } from './summary.ts';

/** What the reporting functions need: access to GitHub, and the folder of the repository. */
export interface Audience extends Pick<ActionEnvironment, 'core' | 'env'> {
  /** The absolute path of the repository's folder. */
  readonly root: string;
}

/** Reports the result of a command to GitHub: outputs, annotations, job summary. */
export async function reportResult(
  audience: Audience,
  command: CommandOnFiles,
  out: string,
  { document, exitCode }: CommandResult,
): Promise<void> {
  const { core } = audience;
  core.setOutput('exit-code', exitCode);
  core.setOutput('summary', JSON.stringify((document as { summary: object }).summary));
  switch (command) {
    case 'validate':
      return reportValidation(audience, document as Validation);
    case 'plan': {
      const { summary } = document as Plan;
      core.setOutput('changed', summary.create + summary.update + summary.archive > 0);
      core.setOutput('plan', posix.join(out, 'plan.json'));
      return writeSummary(audience, planSummary(document as Plan));
    }
    case 'preview':
      core.setOutput('changed', (document as Previewing).summary.changed > 0);
      core.setOutput('preview', posix.join(out, 'index.html'));
      return writeSummary(audience, previewSummary(document as Previewing));
    case 'deploy': {
      const { summary } = document as Deployment;
      core.setOutput('changed', summary.deployed + summary.archived > 0);
      return writeSummary(audience, deploymentSummary(document as Deployment, exitCode));
    }
  }
}

/** Reports to GitHub what is wrong with the repository's files. */
export async function reportValidation(audience: Audience, validation: Validation): Promise<void> {
  if (validation.diagnostics.length > 0) annotate(audience, validation.diagnostics);
  await writeSummary(audience, validationSummary(validation));
}

function annotate({ core, root }: Audience, items: readonly DiagnosticItem[]): void {
  const { annotations, more } = annotationsOf(items, folderInRepository(root));
  for (const { level, title, message, file, line, column } of annotations) {
    core[level](message, { title, file, startLine: line, startColumn: column });
  }
  if (more > 0) say(core, `${more} more ${more === 1 ? 'is' : 'are'} in the log and in the job summary.`);
}

/** The path of a folder from the top of its git repository; empty for the top itself, and outside git. */
export function folderInRepository(root: string): string {
  const { status, stdout } = git(root, ['rev-parse', '--show-prefix']);
  return status === 0 ? stdout.toString('utf8').replace(/\n$/, '') : '';
}

/** Writes the job summary; outside a job there is none to write to. */
export async function writeSummary(
  { core, env }: { core: typeof Core } & Pick<Audience, 'env'>,
  markdown: string,
): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
}
