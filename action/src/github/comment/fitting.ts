import type { Detail } from './detail.ts';

/**
 * The first text, by falling detail, whose `measure` is within `longest`. The last of the stages bounds everything that
 * is listed, so that it always fits: a text that does not is a bug.
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
