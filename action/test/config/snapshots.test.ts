import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitSnapshot } from '../../src/config/git-snapshot.ts';
import type { Snapshot } from '../../src/config/snapshot.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { InvalidInput } from '../../src/diagnostics/errors.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tenantry-snapshot-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' }).trim();
}

function commitAll(): string {
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
  return git('rev-parse', 'HEAD');
}

function contents(snapshot: Snapshot): Record<string, string> {
  return Object.fromEntries(snapshot.paths.map((path) => [path, Buffer.from(snapshot.read(path)).toString('utf8')]));
}

function sample(): void {
  write('.github/tenantry.yml', 'a');
  write('.github/workflows/ci.yml', 'not ours');
  write('README.md', 'not ours');
  write('tenants/b/tenant.yaml', 'b');
  write('tenants/a-2/tenant.yaml', 'a2');
  write('tenants/a/tenant.yaml', 'a1');
  write('templates/_partials/é.hbs', 'é');
}

const ours = {
  '.github/tenantry.yml': 'a',
  'templates/_partials/é.hbs': 'é',
  'tenants/a-2/tenant.yaml': 'a2',
  'tenants/a/tenant.yaml': 'a1',
  'tenants/b/tenant.yaml': 'b',
};

describe('openWorkingTree', () => {
  it('has the data files alone, sorted by code unit, with sizes and bytes', () => {
    sample();
    const snapshot = openWorkingTree(root);
    expect(snapshot.commit).toBe('none');
    expect([...snapshot.paths]).toEqual(Object.keys(ours));
    expect(contents(snapshot)).toEqual(ours);
    expect(snapshot.size('templates/_partials/é.hbs')).toBe(2);
    expect(snapshot.irregular).toEqual([]);
  });

  it('is empty where there is nothing', () => {
    expect(openWorkingTree(root)).toMatchObject({ commit: 'none', paths: [], irregular: [] });
  });

  it('lists links, devices and names that are not UTF-8, and follows none', () => {
    sample();
    symlinkSync('a', join(root, 'tenants/link'));
    symlinkSync('/etc/hostname', join(root, 'tenants/a/secret.hbs'));
    execFileSync('mkfifo', [join(root, 'templates/pipe')]);
    writeFileSync(
      Buffer.concat([Buffer.from(join(root, 'templates/')), Buffer.from([0xff]), Buffer.from('.hbs')]),
      'x',
    );
    const snapshot = openWorkingTree(root);
    expect(snapshot.irregular).toEqual([
      'templates/pipe',
      'templates/\ufffd.hbs',
      'tenants/a/secret.hbs',
      'tenants/link',
    ]);
    expect(snapshot.paths).toEqual(Object.keys(ours));
  });

  it.each(['tenants', 'templates', '.github'])('does not follow %s when it is a link itself', (folder) => {
    write('elsewhere/tenantry.yml', 'x');
    symlinkSync('elsewhere', join(root, folder));
    const snapshot = openWorkingTree(root);
    expect(snapshot.paths).toEqual([]);
    expect(snapshot.irregular).toEqual([folder]);
  });

  it('refuses to read through a link that took a file’s place since', () => {
    sample();
    const snapshot = openWorkingTree(root);
    rmSync(join(root, 'tenants/a/tenant.yaml'));
    symlinkSync('/etc/hostname', join(root, 'tenants/a/tenant.yaml'));
    expect(() => snapshot.read('tenants/a/tenant.yaml')).toThrow(/ELOOP/);
  });
});

describe('the commit of a working tree', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    sample();
    write('.gitignore', '*.secret\n');
  });

  it('is none before the first commit, and the commit’s id while nothing differs', () => {
    expect(openWorkingTree(root).commit).toBe('none');
    const id = commitAll();
    expect(openWorkingTree(root).commit).toBe(id);
    write('README.md', 'other');
    expect(openWorkingTree(root).commit).toBe(id);
  });

  it('is not made up where git refuses to read the repository', () => {
    commitAll();
    writeFileSync(join(root, '.git/HEAD'), 'nonsense');
    expect(() => openWorkingTree(root)).toThrow(/git cannot read the repository/);
  });

  it('tells every difference of content apart, and is the same for the same content', () => {
    const id = commitAll();
    const seen = new Set([id]);
    const edits: [string, () => void][] = [
      ['changed', () => write('tenants/a/tenant.yaml', 'x')],
      ['changed again', () => write('tenants/a/tenant.yaml', 'y')],
      ['staged', () => git('add', '-A')],
      ['new', () => write('tenants/c/tenant.yaml', 'c')],
      ['new in a new folder', () => write('templates/t/strings/en.yaml', 'c')],
      ['ignored', () => write('templates/t/x.secret', 'c')],
      ['deleted', () => rmSync(join(root, 'tenants/b/tenant.yaml'))],
      ['with a blank', () => write('tenants/d d/tenant.yaml', 'c')],
    ];
    for (const [name, edit] of edits) {
      edit();
      const { commit } = openWorkingTree(root);
      expect(commit, name).toMatch(new RegExp(`^${id}\\+dirty\\.[0-9a-f]{12}$`));
      if (name !== 'staged') expect(seen, name).not.toContain(commit);
      seen.add(commit);
      expect(openWorkingTree(root).commit, name).toBe(commit);
    }
    git('reset', '-q', '--hard');
    git('clean', '-q', '-fdx');
    expect(openWorkingTree(root).commit).toBe(id);
  });

  it('counts what is in a folder that is ignored as a whole', () => {
    write('.gitignore', 'templates/old/\n');
    const id = commitAll();
    write('templates/old/template.yaml', 'x');
    const { commit } = openWorkingTree(root);
    expect(commit).not.toBe(id);
    write('templates/old/template.yaml', 'y');
    expect(openWorkingTree(root).commit).not.toBe(commit);
  });

  it('is right in a subfolder of a repository', () => {
    const outer = root;
    root = join(outer, 'inner');
    sample();
    root = outer;
    const id = commitAll();
    const inner = join(outer, 'inner');
    expect(openWorkingTree(inner).commit).toBe(id);
    write('tenants/a/tenant.yaml', 'outside the inner one');
    expect(openWorkingTree(inner).commit).toBe(id);
    write('inner/tenants/a/tenant.yaml', 'x');
    expect(openWorkingTree(inner).commit).toMatch(/\+dirty/);
    expect(Object.keys(contents(openGitSnapshot(inner, 'HEAD')))).toEqual(Object.keys(ours));
  });
});

describe('openGitSnapshot', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    sample();
  });

  it('has the files of a commit, whatever lies on the disk', () => {
    const id = commitAll();
    write('tenants/a/tenant.yaml', 'changed since');
    const snapshot = openGitSnapshot(root, 'main');
    expect(snapshot.commit).toBe(id);
    expect(contents(snapshot)).toEqual(ours);
    expect(snapshot.size('templates/_partials/é.hbs')).toBe(2);
  });

  it('agrees with the working tree it was committed from', () => {
    write('tenants/a/empty.yaml', '');
    write('tenants/a/same.yaml', 'a1');
    chmodSync(join(root, 'tenants/a/same.yaml'), 0o755);
    commitAll();
    const tree = openWorkingTree(root);
    const snapshot = openGitSnapshot(root, 'HEAD');
    expect(snapshot.commit).toBe(tree.commit);
    expect(snapshot.paths).toEqual(tree.paths);
    expect(contents(snapshot)).toEqual(contents(tree));
  });

  it('lists links and submodules and reads none of them', () => {
    symlinkSync('/etc/hostname', join(root, 'tenants/a/secret.hbs'));
    git('add', '-A');
    git('update-index', '--add', '--cacheinfo', '160000,1234567890123456789012345678901234567890,templates/module');
    git('commit', '-q', '-m', 'x');
    const snapshot = openGitSnapshot(root, 'HEAD');
    expect(snapshot.irregular).toEqual(['templates/module', 'tenants/a/secret.hbs']);
    expect(contents(snapshot)).toEqual(ours);
  });

  it('knows the size of a large file without holding it, and can read it', () => {
    write('templates/large.hbs', 'x'.repeat(3 * 1024 * 1024));
    commitAll();
    const snapshot = openGitSnapshot(root, 'HEAD');
    expect(snapshot.size('templates/large.hbs')).toBe(3 * 1024 * 1024);
    expect(snapshot.read('templates/large.hbs')).toHaveLength(3 * 1024 * 1024);
  });

  it.each(['no-such-branch', '--help', '0000000000000000000000000000000000000000'])('refuses %s', (revision) => {
    commitAll();
    expect(() => openGitSnapshot(root, revision)).toThrow(InvalidInput);
  });
});
