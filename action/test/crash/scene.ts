import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LedgerLine } from '../../src/ledger/ledger.ts';
import { parseMarker } from '../../src/providers/marker.ts';
import { filesBelow, runDeploy, stampsBelow } from '../deploy/run.ts';
import { edit, type Files, type StoreName, temporaryFolder } from '../deploy/small-repository.ts';

/** A repository that is about to be deployed, to be copied as often as needed. */
export interface Scene {
  readonly folder: string;
  readonly store: StoreName;
}

/** What is left when all is well. Names of runs are not part of it. */
export interface Outcome {
  readonly vendor: ReadonlyMap<string, string>;
  readonly ledger: ReadonlyMap<string, string>;
}

/** @param fill writes the repository's files below its root */
export function makeScene(store: StoreName, fill: (root: string) => void): Scene {
  const folder = temporaryFolder(`crash-${store}`);
  const root = join(folder, 'repository');
  mkdirSync(root);
  mkdirSync(join(folder, 'origin.git'));
  git(join(folder, 'origin.git'), 'init', '-q', '--bare', '-b', 'main', '--template=', '.');
  // Of nine processes that a push is, one looks whether there is something to tidy up.
  appendFileSync(join(folder, 'origin.git/config'), '[receive]\n\tautogc = false\n');
  git(root, 'init', '-q', '-b', 'main', '--template=', '.');
  // Relative, so that a copy of both has its own origin.
  git(root, 'remote', 'add', 'origin', '../origin.git');
  const scene = { folder, store };
  fill(root);
  commit(root);
  return scene;
}

export function rootOf({ folder }: Scene): string {
  return join(folder, 'repository');
}

/** Edits the files and commits. */
export function change(scene: Scene, files: Files): void {
  edit(rootOf(scene), files);
  commit(rootOf(scene));
}

function commit(root: string): void {
  git(root, 'add', '-A');
  git(root, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Change');
}

export function copy(scene: Scene): Scene {
  const folder = temporaryFolder(`crash-${scene.store}`);
  cpSync(scene.folder, folder, { recursive: true });
  return { folder, store: scene.store };
}

export function discard({ folder }: Scene): void {
  rmSync(folder, { recursive: true, maxRetries: 3 });
}

export async function deployCleanly(scene: Scene): Promise<Outcome> {
  const { exitCode } = await runDeploy(rootOf(scene), { allowArchives: true });
  expect(exitCode).toBe(0);
  return outcomeOf(scene);
}

export function outcomeOf(scene: Scene): Outcome {
  const ledger = [...ledgerFiles(scene)].map(
    ([path, text]) => [path, text.replace(/"run":"[^"]+"/g, '"run":"any"')] as const,
  );
  return { vendor: filesBelow(join(rootOf(scene), '.tenantry/local')), ledger: new Map(ledger) };
}

/** Every file with equal content is the very file that it was; nothing is left half done. */
export function expectNothingTwice(scene: Scene, before: ReturnType<typeof vendorStamps>): void {
  for (const [path, { stamp, text }] of vendorStamps(scene)) {
    const old = before.get(path);
    if (old?.text === text) expect(stamp, `${path} was written again`).toBe(old.stamp);
  }
  const paths = [...filesBelow(join(rootOf(scene), '.tenantry')).keys()].filter(
    (path) => !isLock(path.slice('ledger/'.length)),
  );
  expect(paths.filter((path) => /(^|\/)\.[^/]+$|\.tmp|^ledger\/journal/.test(path))).toEqual([]);
  if (scene.store === 'branch') expectFolded(scene);
}

/** The origin has the ledger's branch, and neither journals nor a lock. */
export function expectFolded(scene: Scene): void {
  const refs = git(join(scene.folder, 'origin.git'), 'for-each-ref', '--format=%(refname)');
  expect(refs.trim().split('\n')).toEqual(['refs/heads/tenantry-ledger']);
}

export function vendorStamps(scene: Scene): Map<string, { stamp: string; text: string }> {
  try {
    return stampsBelow(join(rootOf(scene), '.tenantry/local'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}

/** The ledger has exactly the objects that are in the workspaces, with the digests of their markers. */
export function expectLedgerAgrees({ vendor, ledger }: Outcome): void {
  const recorded = [...ledger].flatMap(([path, text]) => {
    if (!path.endsWith('.ndjson')) return [];
    const lines = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as LedgerLine);
    return lines.map(({ name, digest }) => `${path.slice(0, -'.ndjson'.length)}/${name} ${digest.slice(0, 12)}`);
  });
  const held = [...vendor].flatMap(([path, text]) => {
    const marker = path.endsWith('.json')
      ? parseMarker(String((JSON.parse(text) as { marker?: string }).marker))
      : undefined;
    return marker ? [`${path.slice(0, -'.json'.length)} ${marker.digest12}`] : [];
  });
  expect(recorded.sort()).toEqual(held.sort());
}

/** The lock counts its holders, and tidies up after itself only in time. */
function isLock(path: string): boolean {
  return path.startsWith('lock/');
}

/** The ledger's files by path, the routes included. */
export function ledgerFiles(scene: Scene): Map<string, string> {
  if (scene.store === 'directory') {
    const files = filesBelow(join(rootOf(scene), '.tenantry/ledger'));
    return new Map([...files].filter(([path]) => !isLock(path)));
  }
  const out = join(scene.folder, 'ledger');
  mkdirSync(out, { recursive: true });
  git(join(scene.folder, 'origin.git'), `--work-tree=${out}`, 'checkout', '-q', '-f', 'tenantry-ledger', '--', '.');
  return filesBelow(out);
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}
