import { resolve } from 'node:path';
import type * as Core from '@actions/core';
import { deploy } from '../commands/deploy.ts';
import { diagnosticsDocument } from '../commands/diagnostics.ts';
import { plan } from '../commands/plan.ts';
import { preview } from '../commands/preview.ts';
import { runId } from '../commands/run-id.ts';
import { validate } from '../commands/validate.ts';
import type { CommandResult, Progress, World } from '../commands/world.ts';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import type { Deployment, DiagnosticItem, Plan, Previewing, Validation } from '../generated/index.ts';
import { everything } from '../plan/scope.ts';
import { annotationsOf } from './annotations.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { deploymentSummary, diagnosticsTable, planSummary, validationSummary } from './summary.ts';

/** What the Action is run in. */
export interface ActionEnvironment {
  readonly core: typeof Core;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the checkout. */
  readonly workspace: string;
  readonly now: Date;
  /** Keeps runs of one workflow run apart. */
  readonly random: string;
  readonly signal: AbortSignal;
}

/** Runs a command, and tells GitHub: outputs, annotations, job summary. Resolves to the process's exit code. */
export async function run(environment: ActionEnvironment): Promise<number> {
  const { core } = environment;
  try {
    const inputs = readInputs((name) => core.getInput(name));
    const result = await carryOut(inputs, worldOf(inputs, environment));
    core.info(result.text);
    await report(environment, inputs, result);
    if (result.exitCode !== exitCodes.done) core.setFailed(failure(inputs, result.exitCode));
    return result.exitCode;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    core.setOutput('exit-code', error.exitCode);
    if (error instanceof InvalidInput)
      await reportDiagnostics(environment, diagnosticsDocument(error.diagnostics).diagnostics);
    core.setFailed(`${error.message}.${error.fix ? ` ${error.fix}` : ''}`);
    return error.exitCode;
  }
}

function worldOf({ root }: Inputs, { core, env, workspace, now, random, signal }: ActionEnvironment): World {
  const say = (text: string): void => core.info(text);
  const progress: Progress = { step: (text) => say(`${text} …`), update() {}, note: say, end() {} };
  return { root: resolve(workspace, root), env, now, run: runId(env, now, random), progress, colour: false, signal };
}

function carryOut({ command, out, all, allowArchives, lockTimeout }: Inputs, world: World): Promise<CommandResult> {
  const scope = everything;
  const folder = resolve(world.root, out);
  switch (command) {
    case 'validate':
      return validate(world, { scope });
    case 'plan':
      return plan(world, { scope, all, refresh: false, detailedExitcode: false, out: folder });
    case 'preview':
      return preview(world, { scope, all, out: folder });
    case 'deploy':
      return deploy(world, { scope, allowArchives, lockTimeout });
  }
}

async function report(
  { core, env }: ActionEnvironment,
  { command, out }: Inputs,
  { document, exitCode }: CommandResult,
): Promise<void> {
  core.setOutput('exit-code', exitCode);
  core.setOutput('summary', JSON.stringify((document as { summary: object }).summary));
  switch (command) {
    case 'validate': {
      const validation = document as Validation;
      annotate(core, validation.diagnostics);
      return writeSummary(core, env, validationSummary(validation));
    }
    case 'plan': {
      const { summary } = document as Plan;
      core.setOutput('changed', summary.create + summary.update + summary.archive > 0);
      core.setOutput('plan', `${out}/plan.json`);
      return writeSummary(core, env, planSummary(document as Plan));
    }
    case 'preview': {
      const previewing = document as Previewing;
      core.setOutput('changed', previewing.summary.changed > 0);
      core.setOutput('preview', previewing.page);
      return;
    }
    case 'deploy': {
      const { summary } = document as Deployment;
      core.setOutput('changed', summary.deployed + summary.archived > 0);
      return writeSummary(core, env, deploymentSummary(document as Deployment));
    }
  }
}

async function reportDiagnostics({ core, env }: ActionEnvironment, items: readonly DiagnosticItem[]): Promise<void> {
  annotate(core, items);
  if (items.length > 0) await writeSummary(core, env, `## ❌ The repository has errors\n\n${diagnosticsTable(items)}`);
}

function annotate(core: typeof Core, items: readonly DiagnosticItem[]): void {
  const { annotations, more } = annotationsOf(items);
  for (const { level, title, message, file, line, column } of annotations) {
    core[level](message, { title, file, startLine: line, startColumn: column });
  }
  if (more > 0) core.info(`${more} more are in the job summary.`);
}

/** Outside a job there is no summary to write to. */
async function writeSummary(core: typeof Core, env: ActionEnvironment['env'], markdown: string): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
}

function failure({ command }: Inputs, exitCode: number): string {
  const meanings: Readonly<Record<number, string>> = {
    [exitCodes.invalid]: 'the repository has errors',
    [exitCodes.credentials]: 'a vendor refused our credentials',
    [exitCodes.incomplete]: 'some pairs failed or were held',
    [exitCodes.refused]: 'a guard refused it',
  };
  return `${command}: ${meanings[exitCode] ?? 'it failed'} (exit code ${exitCode}); see the log and the job summary.`;
}
