import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { approvalOf } from '../../src/github/approval-state.ts';
import { worldOf } from '../deploy/run.ts';
import { commitAll, config, edit, temporaryFolder } from '../deploy/small-repository.ts';
import { git } from './support/scene.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder('approval-state');
  git(root, 'init', '-q', '-b', 'main', '.');
});
afterEach(() => rmSync(root, { recursive: true }));

const policy = (text: string) => config('directory', `approval: ${text}`);
const event = { kind: 'pull-request', number: 7, target: 'main', defaultBranch: 'main', author: 'mona' } as const;

test.each([
  ['stated', policy('require'), 'require'],
  ['not stated', config('directory', 'archiveGrace: 30d'), 'off'],
  ['no policy', policy('sometimes'), 'unknown'],
  ['no YAML', '{{{', 'unknown'],
  ['off, before it breaks off', `${policy('off')}\n"`, 'unknown'],
  ['in no file', undefined, 'unknown'],
])('the policy of the base, %s', async (_, text, says) => {
  edit(root, { 'README.md': 'Messages', ...(text !== undefined && { '.github/tenantry.yml': text }) });
  commitAll(root);
  const world = { ...worldOf(root), env: { PATH: process.env.PATH } };
  const base = git(root, 'rev-parse', 'HEAD');
  const { state } = await approvalOf(world, { ...event, head: base }, { base, folder: '', token: '' });
  expect(state).toEqual({ policy: says, approvedBy: [], author: 'mona' });
});
