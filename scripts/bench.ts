import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { table } from '../action/src/commands/text.ts';
import { writeDeployedLedger } from './bench/deployed-ledger.ts';
import { compareWithHandlebars } from './bench/handlebars.ts';
import { type Measured, measure } from './bench/measure.ts';
import { changeFooter, previewFolder, sizesOf } from './bench/pull-request.ts';
import { commit, type Size, writeRepository } from './bench/repository.ts';
import { measureVendor } from './bench/vendor.ts';

/** Measures what users wait for, each in a fresh process on a generated repository. Prints a table and writes JSON. */

interface Row {
  readonly name: string;
  /** Further findings, for the line below the table. */
  also?: string;
  readonly target: string;
  readonly seconds: number;
  readonly megabytes: number;
}

const rows: Row[] = [];
const folders: string[] = [];

function generate(size: Size): string {
  const root = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  folders.push(root);
  process.stderr.write(`Generating ${size.tenants} tenants × ${size.templates} templates in ${root} …\n`);
  writeRepository(root, size);
  return root;
}

function record(name: string, target: string, root: string, args: readonly string[]): Measured {
  process.stderr.write(`${name} …\n`);
  const measured = measure(root, args);
  rows.push({ name, target, seconds: measured.seconds, megabytes: measured.megabytes });
  return measured;
}

/** Changes one partial that every template uses, so that `--template` decides how many templates are affected. */
function changePartial(root: string): void {
  const file = join(root, 'templates/_partials/part-2.hbs');
  writeFileSync(file, readFileSync(file, 'utf8').replace('<table', '<table data-changed="1"'));
  commit(root, 'Change a partial');
}

function measureUsual(): void {
  const root = generate({ tenants: 350, templates: 50 });
  record('350 × 50: validate', '', root, ['validate']);
  record('350 × 50: plan, empty ledger', '≤4 s, ≤600 MB', root, ['plan']);
  record('350 × 50: deploy to local', '', root, ['deploy']);
  record('350 × 50: plan, nothing changed', '≤1.5 s', root, ['plan']);
  changePartial(root);
  const ten = Array.from({ length: 10 }, (_, index) => ['--template', `template-${index}`]).flat();
  record('350 × 10: plan, one partial changed', '≤2 s', root, ['plan', ...ten]);
  record('350 × 1: deploy one template', '≤40 s', root, ['deploy', '--template', 'template-0']);
  const derived = generate({ tenants: 350, templates: 50, derivedText: true });
  record('350 × 50: plan, empty ledger, text parts made from HTML', '', derived, ['plan']);
}

function measureLarge(): void {
  const root = generate({ tenants: 10_000, templates: 100 });
  process.stderr.write('Rendering 1.3 million messages for the ledger …\n');
  writeDeployedLedger(root);
  record('10,000 × 100: plan, nothing changed', '≤15 s, ≤2 GB', root, ['plan']);
}

function measureGrowth(): void {
  for (const tenants of [100, 200, 400, 800]) {
    record(`${tenants} × 20: plan, empty ledger`, 'linear', generate({ tenants, templates: 20 }), ['plan']);
  }
}

async function measurePullRequest(): Promise<void> {
  await measureReview('350 × 10, 40 KB', '≤20 s, ≤1.5 GB', {
    tenants: 350,
    templates: 10,
    paragraphs: 70,
    footers: 10,
  });
  await measureReview('10,000 × 100', '', { tenants: 10_000, templates: 100, footers: 10 });
}

async function measureReview(name: string, target: string, size: Size): Promise<void> {
  const root = generate(size);
  changeFooter(root);
  const args = ['preview', '--base', 'HEAD~1', '--out', previewFolder(root)];
  record(`${name}: preview of a footer in 10 templates`, target, root, args);
  const row = rows.at(-1);
  if (row) row.also = await sizesOf(root);
}

async function measureAtVendor(): Promise<void> {
  const root = generate({ tenants: 350, templates: 2 });
  process.stderr.write('Deploying to an emulated SendGrid …\n');
  rows.push(...(await measureVendor(root)));
}

const parts = {
  usual: { run: measureUsual, about: '350 tenants × 50 templates: validate, plan, deploy' },
  growth: { run: measureGrowth, about: 'plans of 100 to 800 tenants: the cost grows linearly' },
  'pull-request': { run: measurePullRequest, about: 'a review of 4,550 messages, and one of 1.3 million' },
  vendor: { run: measureAtVendor, about: '350 subusers of an emulated SendGrid: limits, and 20 that are broken' },
  large: { run: measureLarge, about: '10,000 tenants × 100 templates: plan with nothing changed' },
};
const usage = `Usage: npm run bench -- [<part> …]

Measures what users wait for, each command in a fresh process on a generated repository, next to its target. Prints a
table and writes bench.json. Without a part it measures them all, which takes some twenty minutes.

${table(Object.entries(parts).map(([name, { about }]) => [`  ${name}`, about]))}
`;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  const isHelp = unknown.every((name) => name === '--help' || name === '-h');
  if (isHelp) process.stdout.write(usage);
  else process.stderr.write(`There is no part “${unknown.join('”, “')}”.\n\n${usage}`);
  process.exit(isHelp ? 0 : 3);
}

for (const [name, { run }] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) await run();
}
const ratio = compareWithHandlebars(generate({ tenants: 40, templates: 10 }));
for (const folder of folders) rmSync(folder, { recursive: true });

const header = ['what', 'target', 'seconds', 'MiB'];
const cells = rows.map((row) => [row.name, row.target, row.seconds.toFixed(2), Math.round(row.megabytes)]);
console.log(table([header, ...cells]));
for (const { name, also } of rows) if (also !== undefined) console.log(`${name}: ${also}.`);
console.log(
  `\nA message of ${ratio.bytes} bytes: ${ratio.ours.toFixed(0)} µs rendered for a vendor, ` +
    `${ratio.handlebars.toFixed(0)} µs by plain compiled Handlebars; ratio ${(ratio.ours / ratio.handlebars).toFixed(2)}.`,
);
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), node: process.version };
writeFileSync('bench.json', `${JSON.stringify({ machine, rows, ratio }, undefined, 2)}\n`);
console.log('Figures written to bench.json.');
