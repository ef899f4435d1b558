/** Thrown when a limit is reached; the rest of the field is given up. */
export class LimitReached extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'LimitReached';
    this.fix = fix;
  }
}

/**
 * The most that one message field may cost. Far above what a message needs (the largest of the shipped ones takes a
 * hundredth of the steps); a hostile one ends here. The same for everyone, so that a message that renders on one machine
 * renders on all.
 */
export const limits = {
  /** Operations of one field. */
  steps: 500_000,
  /** Characters of one field, and of any text on the way to it. */
  output: 2 * 1024 * 1024,
  /** Blocks in blocks, partials in partials, parentheses in parentheses. */
  depth: 100,
  /** Characters of a source. */
  source: 1024 * 1024,
  /** Tags of a source, and characters of one tag. */
  tags: 10_000,
  tag: 10_000,
  /** Segments of a path. */
  path: 100,
  /** Alternatives and pieces that one value, known only when a message is sent, is made of. */
  value: 1000,
} as const;

/** Characters that are looked through in about the time of one operation. */
export const charactersPerStep = 1000;

/** Bounds the length of a text that is computed. */
export function withinText(text: string): string {
  if (text.length <= limits.output) return text;
  throw new LimitReached(
    `A text here grows beyond ${limits.output / 1024 / 1024} MiB.`,
    'Put fewer or shorter values into it.',
  );
}

/** Bounds what a value is made of: put together from itself again and again, it would double each time. */
export function withinValue(size: number): number {
  if (size <= limits.value) return size;
  throw new LimitReached(
    `A value here is made of more than ${limits.value} alternatives or pieces.`,
    'Hand fewer computed values from partial to partial, and test fewer conditions at once.',
  );
}
