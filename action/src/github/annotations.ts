import { posix } from 'node:path';
import type { DiagnosticItem } from '../generated/index.ts';

/**
 * GitHub shows at most ten annotations of each level per step, and cuts their messages at 4,096 characters. One of the
 * errors is the message that the step as a whole fails with, hence nine.
 */
const longestLists = { error: 9, warning: 10 } as const;
const messageLength = 4000;

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** Relative to the top of the git repository, which is how GitHub takes it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Makes annotations of as many diagnostics as fit, and counts the others.
 * @param prefix where in its git repository the folder is that files are relative to
 */
export function annotationsOf(
  items: readonly DiagnosticItem[],
  prefix: string,
): { annotations: Annotation[]; more: number } {
  const annotations = (['error', 'warning'] as const).flatMap((level) =>
    items
      .filter((item) => item.severity === level)
      .slice(0, longestLists[level])
      .map((item) => annotationOf(item, level, prefix)),
  );
  return { annotations, more: items.length - annotations.length };
}

function annotationOf(
  { code, message, fix, file, line, column }: DiagnosticItem,
  level: Annotation['level'],
  prefix: string,
): Annotation {
  const text = fix ? `${message}\n${fix}` : message;
  const shortened = text.length > messageLength ? `${text.slice(0, messageLength)} …` : text;
  return { level, title: code, message: shortened, file: posix.join(prefix, file), line, column };
}
