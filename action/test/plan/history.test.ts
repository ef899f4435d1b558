import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newerThan } from '../../src/commands/history.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

let root: string;
const commits: Record<'first' | 'second' | 'third' | 'side', string> = { first: '', second: '', third: '', side: '' };

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' }).trim();
}

function commit(message: string): string {
  git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}

beforeAll(() => {
  root = temporaryFolder('history');
  git('init', '-q', '-b', 'main');
  commits.first = commit('first');
  commits.second = commit('second');
  commits.third = commit('third');
  git('checkout', '-q', '-b', 'side', commits.first);
  commits.side = commit('side');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a commit of the ledger', () => {
  const newer = (from: string, ...others: string[]) => newerThan(root, from)(new Set(others));

  it('is newer when it has ours as an ancestor', () => {
    const { first, second, third } = commits;
    expect(newer(second, third)).toBe(third);
    expect(newer(second, first, second, third)).toBe(third);
    expect(newer(second, first, second)).toBeUndefined();
    expect(newer(third, first, second, third)).toBeUndefined();
  });

  it('is not newer on another branch', () => {
    const { second, third, side, first } = commits;
    expect(newer(second, side)).toBeUndefined();
    expect(newer(side, second, third)).toBeUndefined();
    expect(newer(first, side)).toBe(side);
  });

  it('counts without what was not committed', () => {
    const { second, third } = commits;
    expect(newer(`${second}+dirty.0123456789ab`, `${second}+dirty.ba9876543210`, second)).toBeUndefined();
    expect(newer(`${second}+dirty.0123456789ab`, `${third}+dirty.ba9876543210`)).toBe(third);
  });

  it('is not newer when this clone does not have it, or there is no git', () => {
    const { second, third } = commits;
    expect(newer(second, 'f'.repeat(40), 'none', '--all')).toBeUndefined();
    expect(newer(second, 'f'.repeat(40), third)).toBe(third);
    expect(newer('f'.repeat(40), third)).toBeUndefined();
    expect(newer('none', third)).toBeUndefined();
    expect(newerThan('/', second)(new Set([third]))).toBeUndefined();
  });
});
