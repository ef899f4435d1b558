import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A message as rendered by an engine: a line of messages.ndjson. */
export interface EngineMessage {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: string;
  readonly destination: { readonly account: string; readonly workspace: string } | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly digest: string;
}

/** The result of running an engine on a repository: all of its messages, or why there are none. */
export type Engine = { readonly messages: readonly EngineMessage[] } | { readonly errors: readonly string[] };

/** The files of the Action that make up an engine. */
export interface EngineFiles {
  readonly bundle: Buffer;
  /** The text of `action.yml`, for the defaults of inputs. */
  readonly metadata: string;
}

/** Milliseconds: ten times what the largest platform takes. */
const longest = 10 * 60_000;

/**
 * Runs an engine as a step of a job would (`command: preview`, `all: true`), in a process of its own, which learns
 * nothing of this one's environment except where programs are.
 * @param folder an empty folder for its files
 */
export function runEngine({ bundle, metadata }: EngineFiles, workspace: string, folder: string): Engine {
  const file = (name: string): string => join(folder, name);
  mkdirSync(file('action/dist'), { recursive: true });
  writeFileSync(file('action/dist/index.js'), bundle);
  writeFileSync(file('action/package.json'), '{ "type": "module" }\n');
  writeFileSync(file('action/action.yml'), metadata);
  for (const name of ['output', 'summary', 'state', 'env', 'path']) writeFileSync(file(name), '');
  writeFileSync(file('event.json'), '{}');
  const out = 'messages-of-engine';
  const inputs = { ...defaults(metadata), command: 'preview', all: 'true', out };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [file('action/dist/index.js')], {
    cwd: workspace,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
    timeout: longest,
    env: { ...environment(workspace, file), ...inputVariables(inputs) },
  });
  const lines = join(workspace, out, 'messages.ndjson');
  if (status !== 0 || !existsSync(lines)) return { errors: errorsIn(stdout, stderr || error?.message || '') };
  return {
    messages: readFileSync(lines, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

/** The runner's variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function environment(workspace: string, file: (name: string) => string): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    HOME: file('.'),
    RUNNER_TEMP: file('.'),
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_STATE: file('state'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REPOSITORY: 'engine/comparison',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
  };
}

function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

/** The values that the runner gives to inputs that nobody sets, without those that are expressions. */
function defaults(metadata: string): Record<string, string> {
  const { inputs = {} } = parse(metadata) as { inputs?: Record<string, { default?: string } | null> };
  const given = Object.entries(inputs).map(([name, input]) => [name, String(input?.default ?? '')] as const);
  return Object.fromEntries(given.filter(([, value]) => !value.includes('${{')));
}

/** The errors that an engine printed, as `::error file=…,line=…::message`. */
function errorsIn(stdout: string, stderr: string): string[] {
  const found = [...stdout.matchAll(/^::error(?: ([^:]*))?::(.*)$/gm)].map(([, properties = '', message = '']) => {
    const file = /file=([^,]*)/.exec(properties)?.[1];
    return `${file ? `${decode(file)}: ` : ''}${decode(message).replaceAll('\n', ' ')}`;
  });
  return found.length > 0 ? found : [stderr.trim().slice(-500) || 'it ended without any output'];
}

/**
 * Undoes the escaping of workflow commands: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
function decode(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
