import type { Tenant } from '../config/model.ts';
import { styler } from '../diagnostics/style.ts';
import type { Explanation } from '../generated/index.ts';
import { table } from './text.ts';

/** The longest that a value may be in a column, in characters. */
const valueWidth = 48;

/** An explanation for people to read: values with their places, pairs with their reasons. */
export function explanationText(
  { tenant, status, values, pairs }: Explanation,
  { name }: Tenant,
  colour: boolean,
): string {
  const style = styler(colour);
  const lines = [`${style('bold', tenant)}: ${name}, ${status}`];
  if (values.length > 0) {
    const rows = values.map(({ path, value, file, line, column, overrides }) => [
      `  ${path}`,
      shortened(JSON.stringify(value)),
      `${file}:${line}:${column}${overrides.length > 0 ? `  over ${overrides.join(', ')}` : ''}`,
    ]);
    lines.push('', style('bold', 'Values'), table(rows));
  }
  const rows = pairs.map(({ template, version, action, destination, reasons, messages }) => [
    `  ${template} ${version}`,
    action,
    destination ?? '',
    messages
      .map((message) => (message.action === action ? message.locale : `${message.locale} ${message.action}`))
      .join(' '),
    reasons.join('; '),
  ]);
  lines.push('', style('bold', 'Templates'), table(rows));
  return `${lines.join('\n')}\n`;
}

function shortened(text: string): string {
  return text.length > valueWidth ? `${text.slice(0, valueWidth - 1)}…` : text;
}
