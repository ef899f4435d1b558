import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitSnapshot } from '../../src/config/git-snapshot.ts';
import { mergeTrees } from '../../src/config/merge-trees.ts';
import { InvalidInput, type UserError } from '../../src/diagnostics/errors.ts';
import { type GitRepository, gitRepository, writeBlob, writeCommit, writeTree } from './support/git-repository.ts';

let repository: GitRepository;
const more: string[] = [];
beforeEach(() => {
  repository = gitRepository();
});
afterEach(() => {
  repository.remove();
  for (const folder of more.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function merge(base = 'main', head = 'feature'): ReturnType<typeof mergeTrees> {
  return mergeTrees(repository.root, base, head);
}

/** The tree that git's own merge of the two branches commits. */
function mergedByGit(): string {
  repository.git(['checkout', '-q', 'main']);
  repository.git(['merge', '-q', '--no-ff', '--no-edit', 'feature']);
  const tree = repository.git(['rev-parse', 'HEAD^{tree}']);
  repository.git(['reset', '-q', '--hard', 'HEAD^']);
  return tree;
}

const lines = (...changed: [number, string][]): string =>
  Array.from({ length: 20 }, (_, index) => `${changed.find(([at]) => at === index)?.[1] ?? `line ${index}`}\n`).join(
    '',
  );

/** Both sides change a file in different places, add one each, and one moves a folder that the other edits in. */
function diverge(): void {
  repository.commit({ 'templates/a/html.hbs': lines(), 'templates/b/html.hbs': lines([3, 'x']), 'README.md': 'a' });
  repository.git(['checkout', '-q', '-b', 'feature']);
  repository.commit({ 'templates/a/html.hbs': lines([2, 'theirs']), 'tenants/new/tenant.yaml': 'name: New\n' });
  repository.git(['checkout', '-q', 'main']);
  repository.git(['mv', 'templates/a', 'templates/moved']);
  repository.commit({ 'templates/moved/html.hbs': lines([17, 'ours']), 'templates/b/html.hbs': lines([9, 'y']) });
}

describe('mergeTrees', () => {
  it('merges as git does, renames included, and leaves branches, index and working tree alone', () => {
    diverge();
    const before = repository.git(['for-each-ref']) + repository.git(['status', '--porcelain']);
    const merged = merge();
    expect(repository.git(['for-each-ref']) + repository.git(['status', '--porcelain'])).toBe(before);
    expect(merged).toEqual({ tree: mergedByGit() });
    const snapshot = openGitSnapshot(repository.root, 'tree' in merged ? merged.tree : '');
    expect(snapshot.paths).toEqual(['templates/b/html.hbs', 'templates/moved/html.hbs', 'tenants/new/tenant.yaml']);
    expect(String(snapshot.read('templates/moved/html.hbs'))).toBe(lines([2, 'theirs'], [17, 'ours']));
  });

  it('is the same whatever the repository and the working tree are set to', () => {
    diverge();
    const merged = merge();
    const canary = join(repository.root, 'canary');
    for (const [key, value] of [
      ['merge.renames', 'false'],
      ['merge.directoryRenames', 'false'],
      ['merge.renormalize', 'true'],
      ['merge.bad.driver', `touch ${canary}; echo bad > %A`],
      ['merge.default', 'bad'],
      ['diff.bad.textconv', `touch ${canary}`],
      ['filter.bad.smudge', `touch ${canary}`],
      ['filter.bad.clean', `touch ${canary}`],
      ['core.fsmonitor', `touch ${canary}`],
      ['core.hooksPath', join(repository.root, 'hooks')],
    ] as const) {
      repository.git(['config', key, value]);
    }
    const attributes = '* merge=bad diff=bad filter=bad text eol=crlf export-ignore\n';
    writeFileSync(join(repository.root, '.gitattributes'), attributes);
    mkdirSync(join(repository.root, '.git/info'), { recursive: true });
    writeFileSync(join(repository.root, '.git/info/attributes'), attributes);
    mkdirSync(join(repository.root, 'hooks'));
    for (const hook of [
      'post-checkout',
      'post-merge',
      'pre-merge-commit',
      'reference-transaction',
      'post-index-change',
    ]) {
      writeFileSync(join(repository.root, 'hooks', hook), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
    }
    expect(merge()).toEqual(merged);
    expect(existsSync(canary)).toBe(false);
    // The same settings do take part in a merge of git's own.
    expect(() => repository.git(['merge', '-q', '--no-edit', 'feature'])).toThrow();
  });

  it('runs no driver that a pull request names in its own .gitattributes', () => {
    const canary = join(repository.root, 'canary');
    repository.git(['config', 'merge.bad.driver', `touch ${canary}`]);
    repository.commit({ 'templates/a/html.hbs': lines(), '.gitattributes': '*.hbs merge=bad\n' });
    repository.git(['checkout', '-q', '-b', 'feature']);
    repository.commit({ 'templates/a/html.hbs': lines([2, 'theirs']) });
    repository.git(['checkout', '-q', 'main']);
    repository.commit({ 'templates/a/html.hbs': lines([17, 'ours']) });
    const merged = merge();
    expect('tree' in merged && repository.git(['show', `${merged.tree}:templates/a/html.hbs`])).toBe(
      lines([2, 'theirs'], [17, 'ours']).trim(),
    );
    expect(existsSync(canary)).toBe(false);
  });

  it('names the files in conflict, each once, as their bytes are', () => {
    const odd = 'tenants/é\n"x"/tenant.yaml';
    repository.commit({ 'templates/a/html.hbs': 'a\n', [odd]: 'a\n', 'README.md': 'a\n' });
    repository.git(['checkout', '-q', '-b', 'feature']);
    repository.commit({ 'templates/a/html.hbs': 'b\n', [odd]: undefined, 'README.md': 'a\n' });
    repository.git(['checkout', '-q', 'main']);
    repository.commit({ 'templates/a/html.hbs': 'c\n', [odd]: 'c\n', 'README.md': 'b\n' });
    expect(merge()).toEqual({ conflicts: ['templates/a/html.hbs', odd] });
  });

  it('gives the head where the base is behind it, and the base where it has the head already', () => {
    const base = repository.commit({ 'README.md': 'a' });
    const head = repository.commit({ 'README.md': 'b' });
    const tree = { tree: repository.git(['rev-parse', `${head}^{tree}`]) };
    expect([merge(base, head), merge(head, base), merge(head, head)]).toEqual([tree, tree, tree]);
  });

  it('merges criss-cross histories, which have several merge bases', () => {
    repository.commit({ 'templates/a/html.hbs': lines() });
    repository.git(['checkout', '-q', '-b', 'feature']);
    const theirs = repository.commit({ 'templates/a/html.hbs': lines([2, 'theirs']) });
    repository.git(['checkout', '-q', 'main']);
    const ours = repository.commit({ 'templates/a/html.hbs': lines([17, 'ours']) });
    repository.git(['merge', '-q', '--no-edit', theirs]);
    repository.git(['checkout', '-q', 'feature']);
    repository.git(['merge', '-q', '--no-edit', ours]);
    repository.commit({ 'templates/a/html.hbs': lines([2, 'theirs'], [10, 'more'], [17, 'ours']) });
    repository.git(['checkout', '-q', 'main']);
    repository.commit({ 'README.md': 'x' });
    expect(repository.git(['merge-base', '--all', 'main', 'feature']).split('\n')).toHaveLength(2);
    expect(merge()).toEqual({ tree: mergedByGit() });
  });

  it('refuses histories that have nothing in common', () => {
    repository.commit({ 'README.md': 'a' });
    repository.git(['checkout', '-q', '--orphan', 'feature']);
    repository.commit({ 'README.md': 'a', 'b.md': 'b' });
    expect(() => merge()).toThrow(/no commit in common/);
    expect(() => merge()).toThrow(InvalidInput);
  });

  it.each(['no-such-branch', '--help', '0'.repeat(40), 'main^{tree}', ''])('refuses %j as a commit', (revision) => {
    repository.commit({ 'README.md': 'a' });
    expect(() => merge('main', revision)).toThrow(/there is no commit/);
    expect(() => merge(revision, 'main')).toThrow(InvalidInput);
  });

  it('asks for the whole history in a shallow clone, whichever commits it has', () => {
    diverge();
    const clone = cloneOf('--depth=1', '--no-single-branch');
    const refused = (): unknown => mergeTrees(clone, 'origin/main', 'origin/feature');
    expect(refused).toThrow(InvalidInput);
    try {
      refused();
    } catch (error) {
      expect((error as UserError).fix).toContain('fetch-depth: 0');
    }
  });

  it('never fetches what a partial clone lacks', () => {
    diverge();
    repository.git(['config', 'uploadpack.allowFilter', 'true']);
    const clone = cloneOf('--filter=blob:none', '--no-checkout');
    const objects = (): string => execFileSync('git', ['-C', clone, 'count-objects', '-v'], { encoding: 'utf8' });
    const before = objects();
    expect(() => mergeTrees(clone, 'origin/main', 'origin/feature')).toThrow(InvalidInput);
    expect(() => openGitSnapshot(clone, 'origin/feature')).toThrow(/does not have the file templates\/a\/html.hbs/);
    expect(() => openGitSnapshot(clone, '1'.repeat(40))).toThrow(/there is no commit/);
    expect(objects()).toBe(before);
  });

  it('refuses a tree made to be walked for ever', () => {
    const base = repository.commit({ 'README.md': 'a', 'gone.md': lines() });
    const blob = writeBlob(repository, 'x');
    const file = Array.from({ length: 40 }, (_, index) => ({ mode: '100644', name: `f${index + 10}`, id: blob }));
    let tree = writeTree(repository, file);
    for (let level = 0; level < 6; level++) {
      const folders = Array.from({ length: 20 }, (_, index) => ({ mode: '040000', name: `d${index + 10}`, id: tree }));
      tree = writeTree(repository, folders);
    }
    const bomb = writeTree(repository, [{ mode: '040000', name: 'x', id: tree }]);
    expect(() => merge(base, writeCommit(repository, bomb, [base]))).toThrow(
      /more files and folders than can be merged/,
    );
  });

  it('leaves nothing behind in the temporary folder', () => {
    diverge();
    const mine = mkdtempSync(join(tmpdir(), 'tenantry-tmp-'));
    more.push(mine);
    const program = `
      import { mergeTrees } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/config/merge-trees.ts')).href)};
      mergeTrees(${JSON.stringify(repository.root)}, 'main', 'feature');
      try { mergeTrees(${JSON.stringify(repository.root)}, 'main', 'nothing'); } catch {}`;
    run(program, { TMPDIR: mine });
    expect(readdirSync(mine)).toEqual([]);
  });

  it('says what is missing where git is too old to merge without a working tree', () => {
    diverge();
    const bin = mkdtempSync(join(tmpdir(), 'tenantry-old-git-'));
    more.push(bin);
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    // What git 2.30 does with an option that it does not know.
    const old = `#!/bin/sh
for word in "$@"; do
  case "$word" in
    --write-tree) echo 'usage: git merge-tree <base-tree> <branch1> <branch2>' >&2; exit 129 ;;
    version) echo 'git version 2.30.2'; exit 0 ;;
  esac
done
exec ${real} "$@"
`;
    writeFileSync(join(bin, 'git'), old);
    chmodSync(join(bin, 'git'), 0o755);
    const program = `
      import { mergeTrees } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/config/merge-trees.ts')).href)};
      try { mergeTrees(${JSON.stringify(repository.root)}, 'main', 'feature'); } catch (error) { console.log(error.name, error.message); }`;
    const printed = run(program, { PATH: `${bin}:${process.env.PATH}` });
    expect(printed).toBe('UserError merging needs git 2.38 or later; this is git version 2.30.2\n');
  });

  it('works where objects have ids of 64 digits', () => {
    repository.remove();
    repository = gitRepository(['--object-format=sha256']);
    diverge();
    expect(merge()).toEqual({ tree: mergedByGit() });
    expect(mergedByGit()).toHaveLength(64);
  });

  it('is right in a linked working tree', () => {
    diverge();
    const linked = join(repository.root, 'linked');
    repository.git(['worktree', 'add', '-q', '--detach', linked, 'feature']);
    expect(mergeTrees(linked, 'main', 'HEAD')).toEqual({ tree: mergedByGit() });
  });
});

function cloneOf(...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-clone-'));
  more.push(folder);
  const url = pathToFileURL(repository.root).href;
  execFileSync('git', ['clone', '-q', ...options, url, folder], { stdio: 'pipe' });
  return folder;
}

function run(program: string, env: Record<string, string>): string {
  const args = ['--input-type=module-typescript', '--eval', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
}
