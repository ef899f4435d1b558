import type { Detail } from './detail.ts';

/**
 * Composes a text with less and less detail, and returns the first whose `measure` is at most `longest`. The last stage
 * bounds everything that is listed, so it always fits: a text that does not is a bug.
 */
export function fitting(
  stages: readonly Detail[],
  longest: number,
  measure: (text: string) => number,
  compose: (detail: Detail) => string,
): string {
  for (const detail of stages) {
    const text = compose(detail);
    if (measure(text) <= longest) return text;
  }
  throw new Error(`a text of counts alone is longer than ${longest}`);
}
