import type { Run } from './env.ts';
import type { Spot } from './ir.ts';
import type { Static } from './value.ts';

const shapes = {
  color: /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]+|(?:rgb|hsl)a?\([0-9.,%/ ]+\))$/i,
  number: /^-?[0-9]+(?:\.[0-9]+)?$/,
  ident: /^[a-z_][a-z0-9_-]*$/i,
} as const;

type Format = keyof typeof shapes;

/** Matches a literal by the template's author that can neither leave a declaration nor load anything. */
const harmless = /^[a-z0-9#%., _+-]*$/i;

/**
 * Whether a value may stand inside a style or script: only declared colours, numbers and identifiers may. If not,
 * reports it.
 */
export function checkStyle(run: Run, value: Static, text: string, at: Spot): boolean {
  if (value.origin === undefined && harmless.test(text)) return true;
  const format = value.origin === undefined ? undefined : declaredFormat(run, value.origin);
  if (format !== undefined && shapes[format].test(text)) return true;
  const name = value.origin === undefined ? 'This text' : `\`${value.origin}\``;
  run.report(
    'template-unsafe-value',
    at,
    format === undefined
      ? `${name} is printed inside a style or script, where only values declared as a colour, a number or an identifier are safe.`
      : `${name} is printed inside a style or script and declared as ${format}, but is “${text}”.`,
    format === undefined
      ? `Declare it with \`format: color\`, \`format: number\` or \`format: ident\` under \`variables\` in ${run.site.version.file}.`
      : `Correct the value for the tenant ${run.site.tenant.id}.`,
  );
  return false;
}

function declaredFormat(run: Run, origin: string): Format | undefined {
  const schema = run.site.declared(origin)?.schema;
  if (schema === undefined) return undefined;
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  const { format } = schema;
  return format === 'color' || format === 'number' || format === 'ident' ? format : undefined;
}
