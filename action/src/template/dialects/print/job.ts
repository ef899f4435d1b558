import type { Code } from '../../../diagnostics/catalogue.ts';
import { diagnose } from '../../../diagnostics/catalogue.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Filter, Spot } from '../../ir.ts';
import type { DataMapping } from '../dialect.ts';

/** One field being printed. */
export interface Job {
  readonly data: DataMapping;
  readonly problems: Diagnostic[];
  /** The node being printed, for problems. */
  at: Spot;
}

/** The work of printing one field, before its first node. */
export function newJob(data: DataMapping): Job {
  return { data, problems: [], at: { source: { path: '', text: '' }, line: 1, column: 1 } };
}

/** Records that the language cannot say something; the returned text is never used. */
export function refuse(job: Job, code: Code, message: string, fix: string): string {
  const { source, line, column } = job.at;
  const found = diagnose(code, { file: source.path, line, column }, message, { fix });
  // A branch that is repeated, or a question that is asked both ways round, is refused once.
  if (!job.problems.some((known) => isSame(known, found))) job.problems.push(found);
  return '';
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  const { code, file, line, column, message } = one;
  return (
    other.message === message &&
    other.code === code &&
    other.file === file &&
    other.line === line &&
    other.column === column
  );
}

export function refuseFilter(filter: Filter, vendor: string, job: Job): string {
  const what = filter.name === 'date' ? `date "${filter.style}" (${filter.locale})` : filter.name;
  return refuse(
    job,
    'not-in-dialect',
    `${vendor} cannot apply the helper ${what} as we do to data that is known only when the message is sent.`,
    'Send the value ready for display, such as event.total_display, and print that.',
  );
}
