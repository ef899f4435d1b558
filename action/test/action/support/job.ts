import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../deploy/small-repository.ts';
import { compileCache } from '../../support/compile-cache.ts';
import { killOnce } from '../../support/kill-once.ts';
import { type Command, readLog } from './runner-log.ts';

/** What a step of a job left behind. */
export interface Step {
  readonly exitCode: number | null;
  /** What the runner would obey. */
  readonly commands: readonly Command[];
  /** What the runner would show as log. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown of the job summary. */
  readonly summary: string;
  /** Everything that the step let out, masks apart. */
  readonly everything: string;
}

export interface StepOptions {
  /** Inputs by name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The payload of the event that started the workflow. */
  readonly event?: object;
  /** A module that Node loads before the bundle. */
  readonly preload?: string;
  /** Called with what is in the log so far, whenever there is more, and a way to send the process one signal. */
  readonly onLog?: (log: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const dist = join(import.meta.dirname, '../../../dist');

/** An Action that can be run, from a folder where there is nothing else. */
export interface InstalledAction {
  run(workspace: string, options: StepOptions): Promise<Step>;
  remove(): void;
}

/** Installs the bundle that is in a folder, the committed one if no other is named. */
export function installAction(bundle = dist): InstalledAction {
  const folder = temporaryFolder('action');
  cpSync(bundle, join(folder, 'action'), { recursive: true });
  let steps = 0;
  return {
    run(workspace, options) {
      const files = join(folder, `step-${++steps}`);
      mkdirSync(files);
      return runStep(join(folder, 'action/index.js'), workspace, files, options);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A push to main, as GitHub describes it; titles may say anything. */
export const pushEvent = {
  ref: 'refs/heads/main',
  before: '0'.repeat(40),
  after: '1'.repeat(40),
  created: false,
  deleted: false,
  forced: false,
  repository: { id: 1, name: 'messaging', full_name: 'larder/messaging', default_branch: 'main', private: true },
  pusher: { name: 'octocat', email: 'octocat@example.com' },
  head_commit: { id: '1'.repeat(40), message: '::error::not for the runner', author: { name: 'Mona' } },
};

async function runStep(
  bundle: string,
  workspace: string,
  files: string,
  { inputs, env = {}, event = pushEvent, preload, onLog }: StepOptions,
): Promise<Step> {
  const path = (name: string): string => join(files, name);
  for (const name of ['output', 'summary', 'state', 'env', 'path']) writeFileSync(path(name), '');
  writeFileSync(path('event.json'), JSON.stringify(event));
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), bundle], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: files,
      RUNNER_TEMP: files,
      GIT_CONFIG_NOSYSTEM: '1',
      ...compileCache,
      ...runnerEnvironment,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: path('output'),
      GITHUB_STEP_SUMMARY: path('summary'),
      GITHUB_STATE: path('state'),
      GITHUB_ENV: path('env'),
      GITHUB_PATH: path('path'),
      GITHUB_EVENT_PATH: path('event.json'),
      ...Object.fromEntries(given),
      ...env,
    },
  });
  const kill = killOnce(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    onLog?.(stdout, kill);
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const { commands, log } = readLog(`${stdout}${stderr}`);
  const summary = readFileSync(path('summary'), 'utf8');
  const output = readFileSync(path('output'), 'utf8');
  const unmasked = commands.filter(({ name }) => name !== 'add-mask');
  const everything = [log, JSON.stringify(unmasked), summary, output].join('\n');
  return { exitCode, commands, log, outputs: readOutputs(output), summary, everything };
}

/** What a runner of GitHub sets for every step. */
const runnerEnvironment = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'octocat',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_JOB: 'deploy',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'larder/messaging',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '4711',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '1'.repeat(40),
  GITHUB_WORKFLOW: 'deploy',
  RUNNER_OS: 'Linux',
};

/** Reads `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^(.+?)<<(ghadelimiter_[\da-f-]+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}
