import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../action/src/diagnostics/errors.ts';
import { compareEngines } from './compare-engines/compare.ts';
import { summaryOf, textOf } from './compare-engines/report.ts';

const usage = `Usage: node scripts/compare-engines.ts <base> [--bundle <file>] [--root <folder>]

Renders this repository's messages with the engine committed at <base> and with the one in front of you, and says which
of them differ. An engine is the Action's bundle, action/dist/index.js: build it first (npm run build).

  <base>            a commit, a branch or a tag, such as origin/main
  --bundle <file>   another bundle than action/dist/index.js to compare with
  --root <folder>   the folder of the repository (default: this one)
  --help            says this

Exit code: 0 when compared, whether messages differ or not; 1 when nothing could be compared; 3 for wrong arguments.
In a workflow the report is added to the job summary as well.
`;

function run(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { bundle: { type: 'string' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [base, ...rest] = positionals;
  if (base === undefined || rest.length > 0) {
    process.stderr.write(usage);
    return 3;
  }
  const root = values.root ?? join(import.meta.dirname, '..');
  const comparison = compareEngines(root, base, values.bundle ?? join(root, 'action/dist/index.js'));
  process.stdout.write(textOf(comparison));
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary) appendFileSync(summary, summaryOf(comparison));
  return comparison.kind === 'failed' ? 1 : 0;
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !(error instanceof UserError)) throw error;
  const next = error instanceof UserError ? (error.fix ?? '') : usage;
  process.stderr.write(`${error.message}\n${next}\n`);
  process.exitCode = error instanceof UserError ? 1 : 3;
}
