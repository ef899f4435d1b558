import type { CommandResult } from '../commands/world.ts';
import { exitCodes } from '../diagnostics/errors.ts';
import type { Deployment, Plan } from '../generated/index.ts';
import type { CommandOnFiles } from './inputs.ts';
import { isTrouble } from './summary.ts';

/** Says why a step failed, in the one or two sentences that GitHub shows first. */
export function failureOf(command: CommandOnFiles, { exitCode, document }: CommandResult): string {
  const [meaning, fallback] = meanings[exitCode] ?? ['it failed', ''];
  const cause = causeOf(document as Partial<Plan & Deployment>) || fallback;
  return `${command}: ${meaning} (exit code ${exitCode}). ${cause}`.trimEnd();
}

const seeLog = 'See the log and the job summary.';

const meanings: Readonly<Record<number, readonly [meaning: string, fallback: string]>> = {
  [exitCodes.invalid]: ['the repository has errors', seeLog],
  [exitCodes.credentials]: ['a vendor refused our credentials', seeLog],
  [exitCodes.incomplete]: ['some pairs failed or were held', seeLog],
  [exitCodes.refused]: ['a guard refused it', seeLog],
};

/** The first cause; the others are in the job summary. */
function causeOf({ refusals = [], pairs = [] }: Partial<Pick<Plan, 'refusals'> & Pick<Deployment, 'pairs'>>): string {
  const [refusal] = refusals;
  if (refusal) return `${refusal.message}. ${refusal.fix}`;
  const troubled =
    pairs.find(({ outcome, error }) => isTrouble(outcome) && error !== undefined) ??
    pairs.find(({ outcome }) => outcome === 'held');
  return troubled ? `First cause, ${troubled.tenant}/${troubled.template}: ${troubled.error ?? troubled.why}` : '';
}
