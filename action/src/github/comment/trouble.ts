import { posix } from 'node:path';
import { sentence, thousands } from '../../commands/text.ts';
import type { DiagnosticItem } from '../../generated/index.ts';
import { code, prose } from '../markdown.ts';
import type { Detail } from './detail.ts';
import type { ReviewAbout, ReviewOutcome } from './report.ts';
import { errorsOf } from './verdict.ts';
import { count, folded } from './words.ts';

type Trouble = Exclude<ReviewOutcome, { kind: 'reviewed' }>;

/**
 * Writes why there is no review, and what to do about it. It says that nothing is known, never that nothing changes.
 */
export function troubleText(outcome: Trouble, about: ReviewAbout, detail: Detail): string {
  switch (outcome.kind) {
    case 'invalid':
      return invalidText(outcome.diagnostics, about, detail);
    case 'conflict':
      return conflictText(outcome.files, detail);
    case 'over-limits':
    case 'failed':
      return failureText(outcome, about, detail);
  }
}

function invalidText(diagnostics: readonly DiagnosticItem[], about: ReviewAbout, detail: Detail): string {
  const errors = errorsOf(diagnostics);
  const warnings = diagnostics.length - errors.length;
  return [
    `What this changes is not known until ${errors.length === 1 ? 'it is' : 'they are'} fixed.`,
    diagnosticList(errors, about, detail).trimEnd(),
    ...(warnings > 0
      ? [
          `There ${warnings === 1 ? 'is' : 'are'} also ${count(warnings, 'warning')}: see the check and the job summary.`,
        ]
      : []),
    'On your own machine, `npm run tenantry -- validate` shows the same.',
  ].join('\n\n');
}

/** Lists diagnostics: where, what, and what to do. */
export function diagnosticList(items: readonly DiagnosticItem[], { folder }: ReviewAbout, detail: Detail): string {
  const shown = items.slice(0, detail.diagnostics);
  const lines = shown.map(({ code: id, file, line, message, fix }) => {
    const where = code(`${posix.join(folder, file)}:${line}`);
    const what = prose(sentence(message), detail.words);
    return `- ${where}: ${what}${fix === undefined ? '' : ` ${prose(fix, detail.words)}`} (${code(id)})\n`;
  });
  const rest = items.length - shown.length;
  const more = rest > 0 ? `- ${thousands(rest)} more: in the check and the job summary\n` : '';
  return lines.join('') + more;
}

/** Lists the warnings of a review, folded. */
export function warningsSection(items: readonly DiagnosticItem[], about: ReviewAbout, detail: Detail): string {
  return folded(count(items.length, 'warning'), items.length === 0 ? '' : diagnosticList(items, about, detail));
}

function conflictText(files: readonly string[], detail: Detail): string {
  const shown = files.slice(0, detail.diagnostics).map((file) => `- ${code(file)}\n`);
  const rest = files.length - shown.length;
  const more = rest > 0 ? `- ${thousands(rest)} more\n` : '';
  return `What it changes is not known until the conflicts are resolved.\n\n${shown.join('')}${more}\nMerge the base branch into this one, or rebase onto it, resolve the conflict in each file, and push.\n`;
}

function failureText(
  { kind, message, fix }: Extract<Trouble, { kind: 'over-limits' | 'failed' }>,
  { links }: ReviewAbout,
  detail: Detail,
): string {
  const log = links.log === undefined ? 'the log of the job' : `[the log](${links.log})`;
  const next =
    fix !== undefined
      ? prose(fix, detail.words)
      : kind === 'failed'
        ? `See ${log}; push again, or run the job again, to retry.`
        : '';
  return `What this changes is not known.\n\n${prose(capitalised(sentence(message)))} ${next}\n`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
