import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { dataRoots, git } from '../../action/src/config/git.ts';
import { openGitSnapshot } from '../../action/src/config/git-snapshot.ts';
import type { Snapshot } from '../../action/src/config/snapshot.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { exitCodes, UserError } from '../../action/src/diagnostics/errors.ts';
import { type Engine, type EngineFiles, type EngineMessage, runEngine } from './engine.ts';

/** A message that the two engines render differently; one side is absent where only one of them renders it. */
export interface Difference {
  readonly before: EngineMessage | undefined;
  readonly after: EngineMessage | undefined;
  readonly dialect: string;
}

export interface Compared {
  readonly kind: 'compared';
  readonly base: string;
  /** How many messages at least one of the engines renders. */
  readonly messages: number;
  readonly differences: readonly Difference[];
  /**
   * Set where the base's own files were rendered instead of the present ones: the errors of the base's engine about the
   * latter.
   */
  readonly onBase: readonly string[] | undefined;
}

export type Comparison =
  | { readonly kind: 'same'; readonly base: string }
  | Compared
  | {
      readonly kind: 'failed';
      readonly base: string;
      readonly engine: 'old' | 'new';
      readonly errors: readonly string[];
    };

/** Renders the same messages with the engine of a commit and with another one, and compares them. */
export function compareEngines(root: string, revision: string, bundle: string): Comparison {
  const snapshot = openGitSnapshot(root, revision);
  const base = snapshot.commit;
  const old = {
    bundle: atCommit(root, base, 'action/dist/index.js'),
    metadata: String(atCommit(root, base, 'action/action.yml')),
  };
  const young = { bundle: readBundle(bundle), metadata: readFileSync(join(root, 'action/action.yml'), 'utf8') };
  if (old.bundle.equals(young.bundle)) return { kind: 'same', base };
  const [before, after] = render(openWorkingTree(root), old, young);
  if ('errors' in after) return { kind: 'failed', base, engine: 'new', errors: after.errors };
  if (!('errors' in before)) return compared(base, before.messages, after.messages, openWorkingTree(root), undefined);
  // Files that need the new engine say nothing about the old one; in that case both engines render the base's files.
  const [then, now] = render(snapshot, old, young);
  if ('errors' in then) return { kind: 'failed', base, engine: 'old', errors: then.errors };
  if ('errors' in now) return { kind: 'failed', base, engine: 'new', errors: now.errors };
  return compared(base, then.messages, now.messages, snapshot, before.errors);
}

function atCommit(root: string, commit: string, path: string): Buffer {
  const prefix = git(root, ['rev-parse', '--show-prefix']).stdout.toString('utf8').trim();
  const { status, stdout } = git(root, ['show', `${commit}:${prefix}${path}`]);
  if (status === 0) return stdout;
  throw new UserError(
    exitCodes.unexpected,
    `there is no ${path} at ${commit.slice(0, 12)}: it has no engine to compare with`,
    'Compare with a commit that has one.',
  );
}

function readBundle(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new UserError(exitCodes.unexpected, `there is no bundle ${relative('.', file)}`, 'Build it: npm run build.');
  }
}

function render(snapshot: Snapshot, old: EngineFiles, young: EngineFiles): [Engine, Engine] {
  return [renderWith(old, snapshot), renderWith(young, snapshot)];
}

/** Gives each engine its own copy of the files, so that neither sees what the other wrote. */
function renderWith(engine: EngineFiles, snapshot: Snapshot): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-engine-'));
  try {
    const workspace = join(folder, 'repository');
    for (const path of snapshot.paths) {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      writeFileSync(join(workspace, path), path === dataRoots[0] ? withoutLedger(snapshot) : snapshot.read(path));
    }
    return runEngine(engine, workspace, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The configuration with an empty ledger in a folder, wherever the real one is kept: what is deployed does not affect
 * what messages are.
 */
function withoutLedger(snapshot: Snapshot): string {
  const document = parseDocument(Buffer.from(snapshot.read(dataRoots[0])).toString('utf8'));
  if (document.errors.length === 0) document.set('ledger', { store: 'directory' });
  return String(document);
}

function compared(
  base: string,
  before: readonly EngineMessage[],
  after: readonly EngineMessage[],
  snapshot: Snapshot,
  onBase: readonly string[] | undefined,
): Compared {
  const dialectOf = dialects(snapshot);
  const [old, young] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].sort();
  const differences = names.flatMap((name): Difference[] => {
    const [one, other] = [old.get(name), young.get(name)];
    if (one?.digest === other?.digest) return [];
    return [{ before: one, after: other, dialect: dialectOf((other ?? one)?.destination?.account) }];
  });
  return { kind: 'compared', base, messages: names.length, differences, onBase };
}

function byName(messages: readonly EngineMessage[]): Map<string, EngineMessage> {
  return new Map(messages.map((message) => [`${message.template}\n${message.tenant}\n${message.locale}`, message]));
}

/** Returns a function that finds the language of an account's messages, as far as the configuration says. */
function dialects(snapshot: Snapshot): (account: string | undefined) => string {
  const text = Buffer.from(snapshot.read(dataRoots[0])).toString('utf8');
  const { accounts = {} } = (parseDocument(text).toJS() ?? {}) as {
    accounts?: Record<string, { provider?: string; options?: { dialect?: string } }>;
  };
  return (name) => {
    if (name === undefined) return 'draft';
    const account = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
    return account?.options?.dialect ?? account?.provider ?? name;
  };
}
