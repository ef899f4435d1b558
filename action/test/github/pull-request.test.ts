import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { commentMarker } from '../../src/github/comment/comment.ts';
import { type InstalledAction, installAction } from '../action/support/job.ts';
import { freshBundle } from '../support/fresh-bundle.ts';
import { Scene } from './support/scene.ts';

/** The way of a pull request, with the bundle in processes of its own. */
let action: InstalledAction;
let scene: Scene;
beforeAll(async () => {
  const bundle = await freshBundle();
  action = installAction(bundle);
  rmSync(bundle, { recursive: true });
});
afterAll(() => action.remove());
beforeEach(async () => {
  scene = await Scene.start(action);
});
afterEach(async () => {
  await scene.end();
  expect(scene.github.violations).toEqual([]);
  expect(scene.github.unused()).toEqual([]);
});

const bot = 'github-actions[bot]';
const shorter = { 'templates/receipt/subject.hbs': 'Receipt from {{tenant.name}}' };

test('opened: a comment, a check run and a page say what changes', async () => {
  const number = await scene.open(shorter);
  const { review, report, workspace, galleryUrl } = await scene.job(number);
  expect(review).toMatchObject({ exitCode: 0, outputs: { changed: 'true', preview: '.tenantry/out/index.html' } });
  expect(report.exitCode).toBe(0);
  expect(readFileSync(join(workspace, review.outputs.preview!), 'utf8')).toContain('Receipt from');
  const comments = await scene.comments(number);
  expect(comments).toHaveLength(1);
  expect(comments[0]).toMatchObject({ author: bot, body: expect.stringContaining(`${commentMarker}\n\n## `) });
  expect(comments[0]?.body).toContain(galleryUrl);
  expect(scene.checks(scene.pull(number).head)).toMatchObject([{ name: 'Tenantry', conclusion: 'success' }]);
});
