import type { Deployment, DiagnosticItem, Plan, Validation } from '../generated/index.ts';

/** A job summary may have 1 MiB; beyond it the upload fails while the job stays green. Rows are cut long before. */
const longestTable = 500;

export function validationSummary({ summary, diagnostics }: Validation): string {
  const verdict = summary.errors > 0 ? `❌ ${summary.errors} errors` : '✅ All valid';
  const warnings = summary.warnings > 0 ? `, ${summary.warnings} warnings` : '';
  return `## ${verdict}${warnings}\n\n${diagnosticsTable(diagnostics)}`;
}

export function planSummary(plan: Plan): string {
  const { create, update, archive, unchanged, held } = plan.summary;
  const counts = `| create | update | archive | held | unchanged |\n|--:|--:|--:|--:|--:|\n| ${create} | ${update} | ${archive} | ${held} | ${unchanged} |`;
  const refusals = plan.refusals.map(({ message, fix }) => `> ⛔ ${plain(message)}. ${plain(fix)}`).join('\n>\n');
  const rows = plan.pairs
    .filter((pair) => pair.action !== 'unchanged')
    .map((pair) => [
      pair.action,
      code(`${pair.tenant}/${pair.template}`),
      code(`${pair.account}/${pair.workspace}`),
      plain(pair.reasons.map((reason) => reason.message).join('; ')),
    ]);
  return `## Plan\n\n${counts}\n\n${refusals}\n\n${markdownTable(['action', 'pair', 'destination', 'why'], rows)}`;
}

export function deploymentSummary({ run, summary, pairs }: Deployment): string {
  const troubled = pairs.filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'refused' || outcome === 'skipped',
  );
  const verdict = troubled.length > 0 ? `❌ ${troubled.length} pairs were not deployed` : '✅ Deployed';
  const counts = Object.entries(summary)
    .map(([outcome, number]) => `${number} ${outcome}`)
    .join(', ');
  const rows = troubled.map(({ tenant, template, outcome, error }) => [
    outcome,
    code(`${tenant}/${template}`),
    plain(error ?? ''),
  ]);
  return `## ${verdict}\n\nRun ${code(run)}: ${counts}.\n\n${markdownTable(['outcome', 'pair', 'why'], rows)}`;
}

export function diagnosticsTable(diagnostics: readonly DiagnosticItem[]): string {
  const rows = diagnostics.map((item) => [
    item.severity,
    code(`${item.file}:${item.line}:${item.column}`),
    plain(`${item.message} ${item.fix ?? ''}`),
  ]);
  return markdownTable(['severity', 'where', 'what'], rows);
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, longestTable);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const more = rows.length > shown.length ? `\n\n… and ${rows.length - shown.length} more.` : '';
  return `${[line(header), line(header.map(() => '---')), ...shown.map(line)].join('\n')}${more}\n`;
}

/** Text from the repository's files: it must neither format, nor link, nor mention anybody. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, '@\u200b')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Ids and paths, as code. */
function code(text: string): string {
  return `\`${text.replace(/[`|\s]+/g, ' ')}\``;
}
