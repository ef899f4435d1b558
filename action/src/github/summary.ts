import { causesOf } from '../commands/causes.ts';
import { sentence } from '../commands/text.ts';
import { type ExitCode, exitCodes } from '../diagnostics/errors.ts';
import type { Deployment, DiagnosticItem, Plan, Previewing, Validation } from '../generated/index.ts';
import { code, plain, table } from './markdown.ts';

/**
 * The most bytes of a table. A step's summary may have 1 MiB; beyond it the upload fails while the job stays green.
 * Source: docs.github.com, “Workflow commands for GitHub Actions”, adding a job summary.
 */
const tableBudget = 600_000;

/** The most refusals or causes that are shown one by one. */
const shownParagraphs = 20;

export function validationSummary({ summary, diagnostics }: Validation): string {
  const { errors, warnings, messages } = summary;
  const verdict = errors > 0 ? `❌ ${numbered(errors, 'error')}` : '✅ All valid';
  const more = warnings > 0 ? `, ${numbered(warnings, 'warning')}` : '';
  const rendered = messages === undefined ? '' : `${numbered(messages, 'message')} rendered.\n\n`;
  return `## ${verdict}${more}\n\n${rendered}${diagnosticsTable(diagnostics)}`;
}

export function planSummary(plan: Plan): string {
  const { create, update, archive, unchanged, held } = plan.summary;
  const counts = table(
    ['create', 'update', 'archive', 'held', 'unchanged'],
    [[create, update, archive, held, unchanged].map(String)],
    tableBudget,
  );
  const rows = plan.pairs
    .filter((pair) => pair.action !== 'unchanged')
    .map((pair) => [
      pair.action,
      code(`${pair.tenant}/${pair.template}`),
      code(`${pair.account}/${pair.workspace}`),
      plain(pair.reasons.map((reason) => reason.message).join('; ')),
    ]);
  const verdict = plan.refusals.length > 0 ? '⛔ Plan, refused by a guard' : 'Plan';
  const trouble = refusals(plan.refusals) + unreadable(plan);
  return `## ${verdict}\n\n${counts}\n${trouble}${table(['action', 'pair', 'destination', 'why'], rows, tableBudget)}`;
}

/** The workspaces that could not be read, by cause. */
function unreadable(plan: Plan): string {
  const lines = causesOf(plan.unreadable).map(({ error, of }) => {
    const where = of.length === 1 ? code(`${of[0].account}/${of[0].workspace}`) : numbered(of.length, 'workspace');
    return `> ⚠️ ${where} could not be read: ${plain(error)}\n\n`;
  });
  return firstOf(lines);
}

export function previewSummary({ summary }: Previewing): string {
  const { changed, messages, shown } = summary;
  const page = messages > shown ? `; the page shows ${shown}` : '';
  return `## Preview\n\n${numbered(changed, 'message')} would change. ${numbered(messages, 'message')} rendered${page}.\n`;
}

/** @param exitCode of the deployment: it tells whether what is held needs somebody's attention */
export function deploymentSummary(deployment: Deployment, exitCode: ExitCode): string {
  const { run, summary, pairs, refusals: reasons = [] } = deployment;
  const counts = Object.entries(summary)
    .filter(([, number]) => number > 0)
    .map(([outcome, number]) => `${number} ${outcome}`);
  const troubled = pairs.filter(({ outcome, error }) => isTrouble(outcome) && error !== undefined);
  const held = pairs.filter(({ outcome }) => outcome === 'held');
  const rows = [...troubled, ...held].map(({ tenant, template, outcome, error, why }) => [
    outcome,
    code(`${tenant}/${template}`),
    plain(error ?? why ?? ''),
  ]);
  // Where a guard refused a workspace, its pairs say so; a refusal of the plan as a whole is told only here.
  const whole = troubled.length > 0 ? [] : reasons;
  const found = counts.length > 0 ? counts.join(', ') : 'there are no pairs';
  const trouble = refusals(whole) + causes(troubled) + table(['outcome', 'pair', 'why'], rows, tableBudget);
  return `## ${verdictOf(deployment, exitCode)}\n\nRun ${code(run)}: ${found}.\n\n${trouble}${unapprovedWritten(deployment)}${whatWasDone(pairs)}`;
}

/** The causes that several pairs failed for. */
function causes(troubled: Deployment['pairs']): string {
  const lines = causesOf(troubled.map((pair) => ({ ...pair, error: pair.error ?? '' })))
    .filter(({ of }) => of.length > 1)
    .map(({ error, of, workspaces }) => {
      return `> ❌ ${numbered(of.length, 'pair')} in ${numbered(workspaces, 'workspace')}: ${plain(error)}\n\n`;
    });
  return firstOf(lines);
}

function verdictOf({ summary, unapproved = [] }: Deployment, exitCode: ExitCode): string {
  const { failed, refused, skipped, deployed, archived, held } = summary;
  const left = failed + refused + skipped;
  const warned = unapproved.filter(({ policy }) => policy === 'warn').length;
  const also = [
    ...(held > 0 ? [`, ${numbered(held, 'pair')} held`] : []),
    ...(warned > 0 ? [`, ${numbered(warned, 'pair')} that nobody approved`] : []),
  ].join('');
  if (left > 0) return `❌ ${numbered(left, 'pair')} not deployed${also}`;
  if (exitCode !== exitCodes.done) return `⚠️ ${numbered(held, 'pair')} held: not everything is deployed`;
  return deployed + archived > 0 ? `✅ Deployed${also}` : `✅ Nothing to do${also}`;
}

/** The pairs that were written although nobody approved them. Those held for that reason are listed as trouble. */
function unapprovedWritten({ unapproved = [] }: Deployment): string {
  const rows = unapproved
    .filter(({ policy }) => policy === 'warn')
    .map(({ tenant, template, why, fix }) => [
      code(`${tenant}/${template}`),
      plain(`${sentence(why)} ${sentence(fix)}`),
    ]);
  if (rows.length === 0) return '';
  return `\n⚠️ ${numbered(rows.length, 'pair')} nobody has approved:\n\n${table(['pair', 'why'], rows, tableBudget / 3)}\n`;
}

/** The pairs that were written or archived, folded. */
function whatWasDone(pairs: Deployment['pairs']): string {
  const rows = pairs
    .filter(({ outcome }) => outcome === 'deployed' || outcome === 'archived')
    .map(({ tenant, template, account, workspace, outcome }) => [
      outcome,
      code(`${tenant}/${template}`),
      code(`${account}/${workspace}`),
    ]);
  if (rows.length === 0) return '';
  const title = `<summary>${numbered(rows.length, 'pair')} written</summary>`;
  return `\n<details>${title}\n\n${table(['outcome', 'pair', 'destination'], rows, tableBudget / 3)}\n</details>\n`;
}

export function isTrouble(outcome: Deployment['pairs'][number]['outcome']): boolean {
  return outcome === 'failed' || outcome === 'refused' || outcome === 'skipped';
}

function diagnosticsTable(diagnostics: readonly DiagnosticItem[]): string {
  const rows = diagnostics.map((item) => [
    item.severity,
    code(`${item.file}:${item.line}:${item.column}`),
    plain(`${sentence(item.message)} ${item.fix ?? ''}`),
  ]);
  return table(['severity', 'where', 'what'], rows, tableBudget);
}

function refusals(reasons: readonly { readonly message: string; readonly fix: string }[]): string {
  return firstOf(reasons.map(({ message, fix }) => `> ⛔ ${plain(sentence(message))} ${plain(fix)}\n\n`));
}

/** The first paragraphs, and how many more there are. */
function firstOf(paragraphs: readonly string[]): string {
  const more = paragraphs.length - shownParagraphs;
  return paragraphs.slice(0, shownParagraphs).join('') + (more > 0 ? `… and ${more} more.\n\n` : '');
}

function numbered(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
