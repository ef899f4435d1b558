/** Thrown when a limit is reached; the rest of the field is not evaluated. */
export class LimitReached extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'LimitReached';
    this.fix = fix;
  }
}

/**
 * The most that one message field may cost. This is far above what a message needs (the largest of the shipped ones
 * takes a hundredth of the steps), and stops a hostile one. The limits are the same for everyone, so that a message
 * that renders on one machine renders on all.
 */
export const limits = {
  /** Operations per field. */
  steps: 500_000,
  /** Characters per field, and per text that is computed on the way. */
  output: 2 * 1024 * 1024,
  /** Levels of blocks within blocks, partials within partials, and parentheses within parentheses. */
  depth: 100,
  /** Characters per source. */
  source: 1024 * 1024,
  /** Tags per source, and characters per tag. */
  tags: 10_000,
  tag: 10_000,
  /** Segments per path. */
  path: 100,
  /** Alternatives and pieces of one value that is known only when a message is sent. */
  value: 1000,
} as const;

/** The number of characters that can be searched in about the time of one operation. */
export const charactersPerStep = 1000;

/** Returns the text, or throws LimitReached if it is too long. */
export function withinText(text: string): string {
  if (text.length <= limits.output) return text;
  throw new LimitReached(
    `A value here grows larger than ${limits.output / 1024 / 1024} MiB.`,
    'Put fewer or shorter values into it.',
  );
}

/**
 * Returns the size, or throws LimitReached if a value is made of too much: one that is put together from itself
 * repeatedly doubles each time.
 */
export function withinValue(size: number): number {
  if (size <= limits.value) return size;
  throw new LimitReached(
    `A value here consists of more than ${limits.value} alternatives or pieces.`,
    'Pass fewer computed values from partial to partial, and test fewer conditions at once.',
  );
}
