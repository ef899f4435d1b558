import stringWidth from 'string-width';
import type { DiagnosticItem } from '../generated/index.ts';
import type { Diagnostic } from './diagnostic.ts';
import { mergeDiagnostics, tenantsText } from './order.ts';
import { printable } from './printable.ts';
import { withoutSecretKeys } from './secret-keys.ts';
import { type Style, styler } from './style.ts';

/**
 * Diagnostics as plain data for JSON documents and annotations: merged, in their stable order, with tenants in the
 * message. Messages quote files that anybody may have written, so everything that a terminal or log would obey is
 * replaced.
 */
export function diagnosticItems(diagnostics: readonly Diagnostic[]): DiagnosticItem[] {
  return mergeDiagnostics(diagnostics).map(({ code, severity, file, line, column, message, fix, tenants }) => ({
    code,
    severity,
    file,
    line,
    column,
    message: printable(`${shortened(message)}${tenantsText(tenants)}`),
    ...(fix !== undefined && { fix: printable(shortened(fix)) }),
  }));
}

/** Longer than any message that does not quote something of unlimited length. */
const longestText = 2000;

function shortened(text: string): string {
  const shown = withoutSecretKeys(text);
  return shown.length > longestText ? `${shown.slice(0, longestText)} …` : shown;
}

export interface RenderOptions {
  /** The text of a file, for excerpts; undefined where it cannot be shown. Called once per file. */
  readonly textOf: (file: string) => string | undefined;
  /** Whether the reader's terminal shows colours. */
  readonly colour: boolean;
}

/**
 * Diagnostics for a terminal, grouped by file, each with its line and what to do. Ends with a blank line unless empty.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const byFile = Map.groupBy(diagnosticItems(diagnostics), (item) => item.file);
  const style = styler(options.colour);
  return [...byFile].map(([file, items]) => renderFile(file, items, options.textOf(file), style)).join('');
}

function renderFile(file: string, items: readonly DiagnosticItem[], text: string | undefined, style: Style): string {
  const lines = text?.split('\n');
  return `${style('underline', printable(file))}\n${items.map((item) => renderItem(item, lines?.[item.line - 1], style)).join('')}\n`;
}

function renderItem(item: DiagnosticItem, line: string | undefined, style: Style): string {
  const label = item.severity === 'error' ? style(['red', 'bold'], 'error') : style(['yellow', 'bold'], 'warning');
  const place = style('gray', `${item.line}:${item.column}`);
  const rows = [`  ${place} ${label} ${item.message} ${style('gray', item.code)}`];
  if (line !== undefined && line.trim() !== '') rows.push(...excerpt(item, line, style));
  if (item.fix !== undefined) rows.push(`    ${style('cyan', item.fix)}`);
  return `${rows.join('\n')}\n`;
}

const widest = 100;
const before = 40;

/** The line, cut to what fits around the column, with a caret below the place. */
function excerpt({ line: number, column }: DiagnosticItem, line: string, style: Style): string[] {
  const start = line.length > widest ? Math.max(0, Math.min(column - 1 - before, line.length - widest)) : 0;
  const part = (end: number): string => printable(withoutSecretKeys(line).slice(start, end).replaceAll('\t', ' '));
  const shown = part(start + widest);
  const gutter = `${number} │ `;
  const caret = ' '.repeat(stringWidth(part(Math.max(start, column - 1))));
  return [
    `    ${style('gray', gutter)}${shown}`,
    `    ${style('gray', `${' '.repeat(String(number).length)} │ `)}${caret}${style('red', '^')}`,
  ];
}
