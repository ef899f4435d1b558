import type { Code } from '../../../diagnostics/catalogue.ts';
import { diagnose } from '../../../diagnostics/catalogue.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Filter, Out, Ref, Spot } from '../../ir.ts';
import type { Tag } from '../../link.ts';
import type { DataMapping } from '../dialect.ts';

/**
 * Tags that print runtime data at the root of a field without filters, by how they escape: with the same data mapping
 * they are the same in every message of a template.
 */
export type KnownTags = Readonly<Record<Out['escape'], WeakMap<Ref, Tag>>>;

/** Remembers tags that a language has printed. */
export class PrintMemory {
  readonly #known = new WeakMap<DataMapping, KnownTags>();

  of(data: DataMapping): KnownTags {
    const known = this.#known.get(data) ?? noTags();
    this.#known.set(data, known);
    return known;
  }
}

function noTags(): KnownTags {
  return { html: new WeakMap(), none: new WeakMap() };
}

/** The state of printing one field. */
export interface Job {
  readonly data: DataMapping;
  readonly known: KnownTags;
  readonly problems: Diagnostic[];
  /** The node being printed, for reporting problems. */
  at: Spot;
  /** The number of pieces in branches that are printed anew for each place they are repeated at. */
  moved: number;
}

/** The state of printing a field before its first node. */
export function newJob(data: DataMapping, known = noTags()): Job {
  return { data, known, problems: [], at: { source: { path: '', text: '' }, line: 1, column: 1 }, moved: 0 };
}

/** Reports that the language cannot express something; the returned text is never used. */
export function refuse(job: Job, code: Code, message: string, fix: string): string {
  const { source, line, column } = job.at;
  const found = diagnose(code, { file: source.path, line, column }, message, { fix });
  // A branch that is repeated, or a question that is asked in both directions, is reported once.
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
    `${vendor} cannot apply the helper ${what} the way Tenantry does to data that is known only when the message is sent.`,
    'Send the value ready for display, such as event.total_display, and print that.',
  );
}
