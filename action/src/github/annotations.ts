import type { DiagnosticItem } from '../generated/index.ts';

/** GitHub shows at most ten annotations of each level per step, and cuts their messages at 4,096 characters. */
const perLevel = 10;
const messageLength = 4000;

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The diagnostics that fit, as annotations at their places, and how many there are beyond. */
export function annotationsOf(items: readonly DiagnosticItem[]): { annotations: Annotation[]; more: number } {
  const annotations = (['error', 'warning'] as const).flatMap((level) =>
    items
      .filter((item) => item.severity === level)
      .slice(0, perLevel)
      .map((item) => annotationOf(item, level)),
  );
  return { annotations, more: items.length - annotations.length };
}

function annotationOf(
  { code, message, fix, file, line, column }: DiagnosticItem,
  level: Annotation['level'],
): Annotation {
  const text = fix ? `${message}\n${fix}` : message;
  const shortened = text.length > messageLength ? `${text.slice(0, messageLength)} …` : text;
  return { level, title: code, message: shortened, file, line, column };
}
