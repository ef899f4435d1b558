import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploy } from '../../src/commands/deploy.ts';
import type { World } from '../../src/commands/world.ts';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import type { Deployment } from '../../src/generated/index.ts';
import { everything, type Scope } from '../../src/plan/scope.ts';

export interface RunOptions {
  readonly now?: string;
  readonly scope?: Partial<Scope>;
  readonly allowArchives?: boolean;
  readonly plan?: string;
  readonly signal?: AbortSignal;
}

export interface Run {
  readonly exitCode: number;
  readonly document: Deployment;
  readonly text: string;
}

export function worldOf(root: string, { now = '2026-11-23T12:00:00Z', signal }: RunOptions = {}): World {
  return {
    root,
    env: process.env,
    now: new Date(now),
    run: `test-${randomBytes(4).toString('hex')}`,
    progress: { step() {}, update() {}, note() {}, end() {} },
    colour: false,
    ...(signal && { signal }),
  };
}

/** Runs the command `deploy` in this process. */
export async function runDeploy(root: string, options: RunOptions = {}): Promise<Run> {
  const { scope, allowArchives = false, plan } = options;
  const common = { scope: { ...everything, ...scope }, allowArchives, lockTimeout: 60 };
  try {
    const result = await deploy(worldOf(root, options), { ...common, ...(plan !== undefined && { plan }) });
    return { exitCode: result.exitCode, document: result.document as Deployment, text: result.text };
  } catch (error) {
    // Else a mistake in a test's files is hard to find.
    if (error instanceof InvalidInput) error.message += `\n${JSON.stringify(error.diagnostics, null, 2)}`;
    throw error;
  }
}

/** Outcomes by `tenant/template@workspace`. */
export function outcomes({ document }: Run): Record<string, string> {
  return Object.fromEntries(
    document.pairs.map((pair) => [`${pair.tenant}/${pair.template}@${pair.workspace}`, pair.outcome]),
  );
}

/** Regular files below a folder: path to text. */
export function filesBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(folder.length + 1), readFileSync(path, 'utf8'));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Regular files below a folder: path to what changes with every write, and to the text. */
export function stampsBelow(folder: string): Map<string, { stamp: string; text: string }> {
  const stamps = new Map<string, { stamp: string; text: string }>();
  for (const [path, text] of filesBelow(folder)) {
    const { ino, mtimeNs } = lstatSync(join(folder, path), { bigint: true });
    stamps.set(path, { stamp: `${ino} ${mtimeNs}`, text });
  }
  return stamps;
}
