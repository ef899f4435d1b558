import type { Literal } from '../../ir.ts';
import { type Job, refuse } from './job.ts';

/**
 * Writes a value of the tenant or of the template as a literal inside vendor code. `forbidden` matches what a string
 * literal of the language cannot hold.
 */
export function printOperand(literal: Literal, forbidden: RegExp, vendor: string, job: Job): string {
  const { value } = literal;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    return /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : refuseOperand(literal, vendor, job);
  }
  if (forbidden.test(value)) return refuseOperand(literal, vendor, job);
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

function refuseOperand(literal: Literal, vendor: string, job: Job): string {
  return refuse(
    job,
    'operand-not-printable',
    `${vendor} cannot have the value ${JSON.stringify(literal.value)} in its template code, where this comparison needs it.`,
    'Compare with a plain identifier instead, such as event.kind with "gift", and print the text in the branches.',
  );
}
