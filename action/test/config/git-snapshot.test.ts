import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitSnapshot } from '../../src/config/git-snapshot.ts';
import { loadRepository } from '../../src/config/load.ts';
import { pathProblem } from '../../src/config/paths.ts';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import {
  type GitRepository,
  gitRepository,
  type TreeEntry,
  writeBlob,
  writeCommit,
  writeTree,
} from './support/git-repository.ts';

let repository: GitRepository;
beforeEach(() => {
  repository = gitRepository();
});
afterEach(() => repository.remove());

const folder = (name: string, id: string): TreeEntry => ({ mode: '040000', name, id });
const file = (name: string | Buffer, id: string): TreeEntry => ({ mode: '100644', name, id });

/** A tree whose `tenants/` holds what is given. */
function withTenants(...entries: TreeEntry[]): string {
  return writeTree(repository, [folder('tenants', writeTree(repository, entries))]);
}

function refusal(open: () => unknown): InvalidInput {
  try {
    open();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('openGitSnapshot of trees', () => {
  it('takes a tree as it takes the commit of it', () => {
    const commit = repository.commit({ 'tenants/a/tenant.yaml': 'a', 'README.md': 'x' });
    const tree = repository.git(['rev-parse', `${commit}^{tree}`]);
    const [ofTree, ofCommit] = [openGitSnapshot(repository.root, tree), openGitSnapshot(repository.root, commit)];
    expect([ofTree.commit, ofCommit.commit]).toEqual([tree, commit]);
    expect(ofTree.paths).toEqual(['tenants/a/tenant.yaml']);
    expect(ofTree.paths).toEqual(ofCommit.paths);
  });

  it('is empty for a commit from before the folder it is opened in', () => {
    const before = repository.commit({ 'README.md': 'x' });
    repository.commit({ 'inner/tenants/a/tenant.yaml': 'a' });
    expect(openGitSnapshot(join(repository.root, 'inner'), before).paths).toEqual([]);
    expect(openGitSnapshot(join(repository.root, 'inner'), 'HEAD').paths).toEqual(['tenants/a/tenant.yaml']);
  });

  it('refuses a blob, and a folder outside git', () => {
    const commit = repository.commit({ 'tenants/a/tenant.yaml': 'a' });
    const blob = repository.git(['rev-parse', `${commit}:tenants/a/tenant.yaml`]);
    expect(refusal(() => openGitSnapshot(repository.root, blob)).message).toContain('there is no commit');
    rmSync(join(repository.root, '.git'), { recursive: true });
    expect(refusal(() => openGitSnapshot(repository.root, commit)).message).toContain('cannot read a repository');
  });
});

describe('caps', () => {
  it('refuses more files than the cap, names the fullest folder, and takes exactly as many', () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`tenants/a/strings/x${index}.yaml`, 'a']),
    );
    repository.commit({ ...files, 'tenants/b/tenant.yaml': 'b', 'README.md': 'x', '.github/workflows/ci.yml': 'x' });
    expect(openGitSnapshot(repository.root, 'HEAD', { files: 10, bytes: 1000 }).paths).toHaveLength(10);
    const error = refusal(() => openGitSnapshot(repository.root, 'HEAD', { files: 9, bytes: 1000 }));
    expect(error.message).toBe(
      'there are more than 9 files below tenants/ and templates/, the largest share in tenants/a',
    );
    expect(error.fix).toContain('Delete');
    expect(error.diagnostics.map(({ code, file: at }) => [code, at])).toEqual([['too-many-files', 'tenants/a']]);
  });

  it('counts links and files with odd names as files', () => {
    const id = writeBlob(repository, 'x');
    const tree = withTenants({ mode: '120000', name: 'a', id }, file('b\n', id), {
      mode: '160000',
      name: 'c',
      id: '1'.repeat(40),
    });
    expect(openGitSnapshot(repository.root, tree, { files: 3, bytes: 1000 }).irregular).toHaveLength(3);
    expect(() => openGitSnapshot(repository.root, tree, { files: 2, bytes: 1000 })).toThrow(/more than 2 files/);
  });

  it('refuses more bytes than the cap, the same blob counted as often as it is there', () => {
    repository.commit({ 'tenants/a/x.yaml': 'x'.repeat(400), 'templates/b/y.hbs': 'x'.repeat(400), 'tenants/c': 'x' });
    expect(openGitSnapshot(repository.root, 'HEAD', { files: 10, bytes: 801 }).paths).toHaveLength(3);
    const error = refusal(() => openGitSnapshot(repository.root, 'HEAD', { files: 10, bytes: 800 }));
    expect(error.message).toMatch(/are larger than 0 MiB together, the largest share in (tenants\/a|templates\/b)$/);
    expect(error.diagnostics.map(({ code }) => code)).toEqual(['too-much-data']);
  });

  it('does not count what is too large to be read at all: that is a finding of its own', () => {
    repository.commit({ 'templates/large.hbs': 'x'.repeat(3 * 1024 ** 2), 'tenants/a/tenant.yaml': 'a' });
    const snapshot = openGitSnapshot(repository.root, 'HEAD', { files: 10, bytes: 10 });
    expect(snapshot.size('templates/large.hbs')).toBe(3 * 1024 ** 2);
    const { diagnostics } = loadRepository(snapshot);
    expect(diagnostics.map(({ code }) => code)).not.toContain('too-much-data');
  });

  it('stops reading a hundred thousand files at the cap', () => {
    const id = writeBlob(repository, 'x');
    const names = Array.from({ length: 100_000 }, (_, index) => file(`f${String(index).padStart(6, '0')}.yaml`, id));
    const error = refusal(() => openGitSnapshot(repository.root, withTenants(...names)));
    expect(error.message).toContain('more than 80,000 files');
  });

  it.each(['files', 'folders alone'])('stops reading a tree of 20 to the power of 8 %s', (leaves) => {
    const blob = writeBlob(repository, 'x');
    let tree = writeTree(repository, leaves === 'files' ? [file('x', blob)] : []);
    for (let level = 0; level < 8; level++) {
      tree = writeTree(
        repository,
        Array.from({ length: 20 }, (_, index) => folder(`d${index + 10}`, tree)),
      );
    }
    const error = refusal(() => openGitSnapshot(repository.root, withTenants(folder('x', tree))));
    expect(error.message).toContain('the largest share in tenants/x');
  });

  it.each([3000, 20_000])('survives folders in folders, %d deep', (depth) => {
    const path = `tenants/${'d/'.repeat(depth)}x`;
    const stream = `blob\nmark :1\ndata 1\nx\ncommit refs/heads/deep\ncommitter T <t@example.com> 0 +0000\ndata 0\nM 100644 :1 ${path}\n`;
    repository.git(['fast-import', '--quiet'], stream);
    const error = refusal(() => {
      const { diagnostics } = loadRepository(openGitSnapshot(repository.root, 'deep'));
      throw new InvalidInput('read', { diagnostics });
    });
    // Git itself may give up before: newer ones have a bound of their own, older ones end when their stack does.
    if (error.message === 'read') expect(error.diagnostics.map(({ code }) => code)).toContain('unsafe-name');
    else expect(error.message).toMatch(/cannot list the files|more than 80,000 files/);
  });
});

describe('odd names', () => {
  it.each([
    ['a line break', 'a\nb'],
    ['an escape', 'a\u001b[31m'],
    ['a mark that turns the direction', 'a\u202eb'],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff])],
    ['two dots', '..'],
    ['a dot', '.'],
    ['.git', '.git'],
    ['.GIT', '.GIT'],
    ['a slash', 'a/../../b'],
    ['a backslash', '..\\..\\b'],
    ['too long a name', 'a'.repeat(300)],
  ])('reports %s, and reads nothing of that name', (_, name) => {
    const secret = writeBlob(repository, 'secret: value\n');
    const snapshot = openGitSnapshot(repository.root, withTenants(file(name, secret)));
    expect(snapshot.paths).toEqual([]);
    expect(snapshot.irregular).toHaveLength(1);
    const found = loadRepository(snapshot).diagnostics.filter(({ code }) => code === 'unsafe-name');
    expect(found).toHaveLength(1);
    expect(found[0]?.file).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(found[0]?.file.length).toBeLessThan(210);
  });

  it('keeps names that differ in case apart, and takes neither for the other', () => {
    repository.commit({ 'tenants/a/tenant.yaml': 'name: a\n' });
    const yaml = repository.git(['rev-parse', 'HEAD:tenants/a/tenant.yaml']);
    const tenant = writeTree(repository, [file('tenant.yaml', yaml)]);
    const snapshot = openGitSnapshot(repository.root, withTenants(folder('A', tenant), folder('a', tenant)));
    expect(snapshot.paths).toEqual(['tenants/A/tenant.yaml', 'tenants/a/tenant.yaml']);
    const found = loadRepository(snapshot).diagnostics.filter(({ code }) => code === 'invalid-id');
    expect(found.map((one) => one.file)).toEqual(['tenants/A/tenant.yaml']);
  });

  it('takes neither of two entries with the same path', () => {
    const [one, two] = [writeBlob(repository, 'one'), writeBlob(repository, 'two')];
    const snapshot = openGitSnapshot(repository.root, withTenants(file('x.yaml', one), file('x.yaml', two)));
    expect([snapshot.paths, snapshot.irregular]).toEqual([[], ['tenants/x.yaml']]);
  });

  it('lets ordinary names be', () => {
    for (const path of [
      'tenants/a/tenant.yaml',
      'templates/é/html.hbs',
      'tenants/a b/_.git',
      `tenants/${'é'.repeat(120)}`,
    ]) {
      expect(pathProblem(path)).toBeUndefined();
    }
    expect(pathProblem(`tenants/${'é'.repeat(128)}`)).toBeDefined();
    expect(pathProblem(`tenants${'/abcdefgh'.repeat(150)}`)).toBeDefined();
  });
});

describe('what git would make of a file on a disk', () => {
  it('is not made: filters, line ends, substitutions, export rules and LFS pointers count for nothing', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    const canary = join(repository.root, 'canary');
    repository.git(['config', 'filter.loud.smudge', `touch ${canary}; cat`]);
    repository.git(['config', 'filter.loud.process', `touch ${canary}`]);
    repository.git(['config', 'core.autocrlf', 'true']);
    const attributes = '* filter=loud ident text eol=crlf export-ignore export-subst working-tree-encoding=UTF-16\n';
    writeFileSync(join(repository.root, '.gitattributes'), attributes);
    const tree = writeTree(repository, [
      file('.gitattributes', writeBlob(repository, attributes)),
      folder(
        'templates',
        writeTree(repository, [
          file('html.hbs', writeBlob(repository, '$Id$ a\n')),
          file('text.hbs', writeBlob(repository, pointer)),
        ]),
      ),
    ]);
    const snapshot = openGitSnapshot(repository.root, writeCommit(repository, tree, []));
    expect(String(snapshot.read('templates/html.hbs'))).toBe('$Id$ a\n');
    expect(String(snapshot.read('templates/text.hbs'))).toBe(pointer);
    expect(existsSync(canary)).toBe(false);
  });

  it('is not looked up in the repository either: replaced objects and links stay what they are', () => {
    repository.commit({ 'tenants/a/tenant.yaml': 'mine' });
    const [mine, other] = [writeBlob(repository, 'mine'), writeBlob(repository, 'other')];
    repository.git(['replace', mine, other]);
    writeFileSync(join(repository.root, 'target'), 'x');
    symlinkSync('../target', join(repository.root, 'tenants/link.yaml'));
    repository.git(['add', '-A']);
    repository.git(['commit', '-q', '-m', 'x']);
    const snapshot = openGitSnapshot(repository.root, 'HEAD');
    expect(String(snapshot.read('tenants/a/tenant.yaml'))).toBe('mine');
    expect(snapshot.irregular).toEqual(['tenants/link.yaml']);
    expect(() => snapshot.read('tenants/link.yaml')).toThrow(/not in the snapshot/);
  });
});
