import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../../../scripts/rolldown.config.ts';
import {
  commitAll,
  edit,
  type Files,
  gitRepository,
  ping,
  smallRepository,
  temporaryFolder,
} from '../deploy/small-repository.ts';

const project = join(import.meta.dirname, '../../..');
const page = '<html><body style="color: {{colour}}">\n<h1>{{tenant.name}}: {{event.total}}</h1>\n</body></html>\n';

let folder: string;
let root: string;
let old: Buffer;
let young: Buffer;

beforeAll(async () => {
  folder = temporaryFolder('engines');
  root = join(folder, 'repository');
  [old, young] = [await build('old', '&amp;'), await build('young', '&#38;')];
  for (const path of [root, join(folder, 'origin.git')]) mkdirSync(path);
  // A ledger on a branch: what is deployed must play no part.
  edit(root, { ...smallRepository('branch'), 'templates/receipt/html.hbs': page });
  engine(old);
  gitRepository(root, join(folder, 'origin.git'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The engine as its sources are, but that it writes ampersands otherwise. */
async function build(name: string, ampersand: string): Promise<Buffer> {
  const copy = join(folder, name);
  cpSync(join(project, 'action/src'), join(copy, 'action/src'), { recursive: true });
  for (const path of ['action/action.yml', 'package.json', 'tsconfig.json'])
    cpSync(join(project, path), join(copy, path));
  for (const path of ['node_modules', 'schemas', 'scripts']) symlinkSync(join(project, path), join(copy, path));
  const escaping = join(copy, 'action/src/template/escape.ts');
  writeFileSync(escaping, readFileSync(escaping, 'utf8').replace("'&amp;'", `'${ampersand}'`));
  const { output: options, plugins: _, ...input } = config as Exclude<typeof config, unknown[]>;
  const bundle = await rolldown({ ...input, cwd: copy, logLevel: 'silent' });
  await bundle.write({ ...options, file: join(copy, 'index.js') });
  await bundle.close();
  return readFileSync(join(copy, 'index.js'));
}

function engine(bundle: Buffer): void {
  mkdirSync(join(root, 'action/dist'), { recursive: true });
  writeFileSync(join(root, 'action/dist/index.js'), bundle);
  cpSync(join(project, 'action/action.yml'), join(root, 'action/action.yml'));
}

function compare(...args: string[]): { status: number | null; stdout: string; stderr: string; summary: string } {
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, '');
  const script = join(project, 'scripts/compare-engines.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', root, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GITHUB_STEP_SUMMARY: summary },
  });
  return { status, stdout, stderr, summary: readFileSync(summary, 'utf8') };
}

/** The tests go on from where the one before ended. */
function change(files: Files): void {
  edit(root, files);
}

test('says how it is used, and what is wrong with how it was', () => {
  expect(compare('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('compare-engines.ts <base>') });
  expect(compare()).toMatchObject({ status: 3, stderr: expect.stringContaining('Usage') });
  expect(compare('main', '--what')).toMatchObject({ status: 3, stderr: expect.stringContaining("'--what'") });
  expect(compare('no-such-branch')).toMatchObject({ status: 1, stderr: expect.stringContaining('there is no commit') });
});

test('has nothing to compare where the engine is the same, byte for byte', () => {
  const { status, stdout } = compare('main');
  expect([status, stdout]).toEqual([0, expect.stringContaining('byte-identical')]);
});

test('says so where another engine makes the same messages', () => {
  engine(Buffer.concat([old, Buffer.from('\n// Another remark.\n')]));
  const { status, stdout } = compare('main');
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/engine changed since [0-9a-f]{12}, but all 5 messages are the same/),
  ]);
});

test('counts, by template and language, what a changed engine makes otherwise, and shows the first line', () => {
  engine(young);
  const { status, stdout, summary } = compare('main');
  expect(status).toBe(0);
  // Bolt & Söhne is the one with an ampersand, in two languages.
  expect(stdout).toContain('2 of 5 messages differ.');
  expect(stdout).toMatch(/^ +2 {2}receipt \(braze\)$/m);
  expect(stdout).toContain('bolt/receipt de, html:');
  expect(stdout).toMatch(/^ {2}- <h1>Bolt &amp; Söhne: /m);
  expect(stdout).toMatch(/^ {2}\+ <h1>Bolt &#38; Söhne: /m);
  expect(summary).toContain('2 of 5 messages differ.');
  expect(summary).toContain('| `receipt` | `braze` | 2 |');
});

test('takes another bundle than the committed one', () => {
  writeFileSync(join(folder, 'other.js'), old);
  expect(compare('main', '--bundle', join(folder, 'other.js')).stdout).toContain('byte-identical');
  expect(compare('main', '--bundle', join(folder, 'none.js'))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('npm run build'),
  });
});

test('quotes nothing that a runner, or a reader of the summary, would obey', () => {
  const lure = '::error::x @octocat <b>**b**';
  change({ 'templates/receipt/html.hbs': `<html><body>\n${lure} {{tenant.name}}</b></body></html>\n` });
  const { status, stdout, summary } = compare('main');
  expect(status).toBe(0);
  expect(stdout).toContain('octocat');
  expect(stdout).not.toMatch(/^\s*::/m);
  expect(summary).not.toMatch(/@octocat|<b>|\*\*b/);
  change({ 'templates/receipt/html.hbs': page });
});

test('compares on the files of the base where its engine cannot render those in front of us', () => {
  // An engine from before templates named `later` could be.
  const refusal = `if (process.getBuiltinModule('node:fs').existsSync('templates/later')) {
  console.log('::error file=templates/later/template.yaml,line=1::there is no @octocat %25 yet');
  process.exit(3);
}\n`;
  engine(Buffer.concat([Buffer.from(refusal), old]));
  commitAll(root);
  engine(young);
  change(ping('all: true', 'later'));
  const { status, stdout, summary } = compare('main');
  expect(status).toBe(0);
  expect(stdout).toContain('2 of 5 messages differ.');
  expect(stdout).toMatch(
    /Compared on the files of [0-9a-f]{12}, .* templates\/later\/template.yaml: there is no @octocat % yet/,
  );
  expect(summary).not.toContain('@octocat');
  change({ 'templates/later': undefined });
});

test('fails where the engine of the base renders nothing at all', () => {
  engine(Buffer.from('throw new Error("cannot render this");\n'));
  commitAll(root);
  engine(young);
  const { status, stdout } = compare('main');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /The engine of [0-9a-f]{12} cannot render these files, so nothing was compared: .*cannot render this/s,
  );
});

test('fails where the new engine cannot render the files', () => {
  engine(old);
  commitAll(root);
  engine(young);
  change({ 'templates/receipt/html.hbs': '{{nobody.knows}}\n' });
  const { status, stdout, summary } = compare('main');
  expect(status).toBe(1);
  expect(stdout).toContain('The new engine compared with');
  expect(stdout).toContain('templates/receipt/html.hbs: ');
  expect(summary).toContain('cannot render these files');
  change({ 'templates/receipt/html.hbs': page });
});
