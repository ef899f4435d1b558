import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { Plan, PlannedPair } from '../generated/index.ts';
import { digestOfPairs } from '../plan/content.ts';
import { makeFolder } from './make-folder.ts';

/** With more pairs than this, they go to a separate file, one per line: a single JSON text has a maximum length. */
const pairsInPlan = 100_000;

const makeAnother = { fix: 'Make a plan with `npm run tenantry -- plan --out <dir>`.' };

/** Writes `plan.json` and, beside a large one, `pairs.ndjson`. Returns the path of `plan.json`. */
export function writePlan(folder: string, plan: Plan): string {
  makeFolder(folder);
  const pairsFile = join(folder, 'pairs.ndjson');
  const apart = plan.pairs.length > pairsInPlan;
  if (apart) writeFileSync(pairsFile, plan.pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  else rmSync(pairsFile, { force: true });
  const file = join(folder, 'plan.json');
  writeFileSync(file, `${JSON.stringify(apart ? { ...plan, pairs: [] } : plan, undefined, 2)}\n`);
  return file;
}

/** Reads what `writePlan` wrote. Throws InvalidInput for a folder without a plan, or with a damaged one. */
export function readPlan(folder: string, isPlan: (document: unknown) => document is Plan): Plan {
  const file = join(folder, 'plan.json');
  if (!existsSync(file)) {
    throw new InvalidInput(`there is no plan in ${folder}`, makeAnother);
  }
  const plan = parse(file, readFileSync(file, 'utf8'));
  const pairsFile = join(folder, 'pairs.ndjson');
  const lines = existsSync(pairsFile) ? readFileSync(pairsFile, 'utf8').split('\n').filter(Boolean) : [];
  if (lines.length > 0 && typeof plan === 'object' && plan !== null) {
    Object.assign(plan, { pairs: lines.map((line) => parse(pairsFile, line) as PlannedPair) });
  }
  if (!isPlan(plan)) throw new InvalidInput(`${file} is not a plan that this version can read`, makeAnother);
  if (digestOfPairs(plan.pairs) !== plan.digest) {
    throw new InvalidInput(`the plan in ${folder} is damaged: its content does not match its digest`, makeAnother);
  }
  return plan;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput(`${file} is damaged: it is not JSON`, makeAnother);
  }
}
