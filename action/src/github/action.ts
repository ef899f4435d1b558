import { resolve } from 'node:path';
import { deploy } from '../commands/deploy.ts';
import { diagnosticsDocument, diagnosticsText } from '../commands/diagnostics.ts';
import { plan } from '../commands/plan.ts';
import { preview } from '../commands/preview.ts';
import { runId } from '../commands/run-id.ts';
import { sentence } from '../commands/text.ts';
import { validate } from '../commands/validate.ts';
import type { CommandResult, World } from '../commands/world.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import { everything } from '../plan/scope.ts';
import { approvalsWith } from './approval-source.ts';
import type { ActionEnvironment } from './environment.ts';
import { failureOf } from './failure.ts';
import { type CommandOnFiles, type Inputs, readInputs } from './inputs.ts';
import { logProgress, say } from './log.ts';
import { runReport, runReview } from './pull-request-steps.ts';
import { type Audience, reportResult, reportValidation } from './report.ts';

/**
 * Runs a command and reports its result to GitHub: log, outputs, annotations, job summary. Resolves to the process's
 * exit code.
 */
export async function run(environment: ActionEnvironment): Promise<number> {
  const { core, env, workspace } = environment;
  const audience: Audience = { core, env, root: resolve(workspace, core.getInput('root') || '.') };
  try {
    const inputs = readInputs((name) => core.getInput(name));
    if (inputs.token !== '') core.setSecret(inputs.token);
    const world = worldOf(inputs, audience, environment);
    const out = resolve(workspace, inputs.out);
    if (inputs.command === 'review') return await runReview(audience, world, { ...inputs, out, shownOut: inputs.out });
    if (inputs.command === 'report') return await runReport(audience, { ...inputs, out });
    const result = await carryOut(inputs.command, inputs, world, out);
    say(core, result.text);
    await reportResult(audience, inputs.command, inputs.out, result);
    if (result.exitCode !== exitCodes.done) core.setFailed(failureOf(inputs.command, result));
    return result.exitCode;
  } catch (error) {
    return await reportError(audience, error);
  }
}

function worldOf(inputs: Inputs, { root }: Audience, { core, env, now, random, stopSignal }: ActionEnvironment): World {
  return {
    root,
    env,
    now,
    run: runId(env, now, random),
    progress: logProgress(core),
    colour: false,
    mask: (secret) => core.setSecret(secret),
    // When the job is cancelled, a command that only reads ends at once; one that writes ends between two writes.
    ...(inputs.command === 'deploy' && { signal: stopSignal() }),
  };
}

function carryOut(
  command: CommandOnFiles,
  { all, allowArchives, lockTimeout, token }: Inputs,
  world: World,
  out: string,
): Promise<CommandResult> {
  const scope = everything;
  switch (command) {
    case 'validate':
      return validate(world, { scope });
    case 'plan':
      return plan(world, { scope, all, refresh: false, detailedExitcode: false, out });
    case 'preview':
      return preview(world, { scope, all, out });
    case 'deploy':
      return deploy(world, { scope, allowArchives, lockTimeout, approvals: approvalsWith(token, world) });
  }
}

async function reportError(audience: Audience, error: unknown): Promise<number> {
  const { core, root } = audience;
  if (!(error instanceof UserError)) {
    core.setOutput('exit-code', exitCodes.unexpected);
    say(core, error instanceof Error ? (error.stack ?? error.message) : String(error));
    core.setFailed(`This is a failure of the runner, or a bug in Tenantry; the log has more. ${error}`);
    return exitCodes.unexpected;
  }
  core.setOutput('exit-code', error.exitCode);
  if (error instanceof InvalidInput && error.diagnostics.length > 0) {
    const validation = diagnosticsDocument(error.diagnostics);
    core.setOutput('summary', JSON.stringify(validation.summary));
    say(core, diagnosticsText(error.diagnostics, openWorkingTree(root), false));
    await reportValidation(audience, validation);
  }
  core.setFailed(`${sentence(error.message)}${error.fix ? ` ${error.fix}` : ''}`);
  return error.exitCode;
}
