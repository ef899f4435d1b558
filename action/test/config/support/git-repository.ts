import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository in a folder of its own. */
export interface GitRepository {
  readonly root: string;
  /** Runs git there and returns what it printed; throws when it fails. */
  git(args: readonly string[], input?: string | Buffer): string;
  /** Writes files (removes those that are undefined), and commits everything on the branch that is checked out. */
  commit(files: Readonly<Record<string, string | undefined>>): string;
  remove(): void;
}

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
};

export function gitRepository(options: readonly string[] = []): GitRepository {
  const root = mkdtempSync(join(tmpdir(), 'tenantry-git-'));
  const git = (args: readonly string[], input: string | Buffer = ''): string =>
    execFileSync('git', ['-C', root, '-c', 'commit.gpgsign=false', ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...identity },
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).trim();
  git(['init', '-q', '-b', 'main', ...options]);
  return {
    root,
    git,
    commit(files) {
      for (const [path, text] of Object.entries(files)) {
        if (text === undefined) rmSync(join(root, path));
        else {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          writeFileSync(join(root, path), text);
        }
      }
      git(['add', '-A']);
      git(['commit', '-q', '-m', 'x']);
      return git(['rev-parse', 'HEAD']);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** An entry of a tree: `100644` for files, `120000` for links, `040000` for folders, `160000` for submodules. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string | Buffer;
  readonly id: string;
}

/** Writes a tree as its bytes are, whatever git thinks of its names. Entries must be in git's order. */
export function writeTree({ git }: GitRepository, entries: readonly TreeEntry[]): string {
  const parts = entries.flatMap(({ mode, name, id }) => [
    Buffer.from(`${mode.replace(/^0/, '')} `),
    Buffer.from(name),
    Buffer.from([0]),
    Buffer.from(id, 'hex'),
  ]);
  return git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], Buffer.concat(parts));
}

export function writeBlob({ git }: GitRepository, text: string): string {
  return git(['hash-object', '-w', '--stdin'], text);
}

export function writeCommit({ git }: GitRepository, tree: string, parents: readonly string[]): string {
  return git(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', 'x']);
}
