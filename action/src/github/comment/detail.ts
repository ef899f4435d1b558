import { galleryLink } from './gallery-link.ts';

/** How much of everything is shown. What is left out is always counted, with a pointer to where it is. */
export interface Detail {
  /** Extremes of each kind. */
  readonly extremes: number;
  /** Groups of unexpected pairs. */
  readonly unexpected: number;
  /** Reasons for not changing. */
  readonly unaffected: number;
  /** Ids named in one place before the others are counted. */
  readonly names: number;
  /** Rows of the table of classes. */
  readonly classes: number;
  /** Rows of the table of changes. */
  readonly changes: number;
  /** Places shown of one change. */
  readonly hunks: number;
  /** Characters shown of each text that is not ours: words, reasons, messages. */
  readonly words: number;
  /** Details of a risk. */
  readonly particulars: number;
  /** Risks that nobody should approve without understanding them, and guards that would refuse. */
  readonly stops: number;
  /** Risks that are only worth a look. */
  readonly looks: number;
  /** Accounts in the forecast. */
  readonly accounts: number;
  /** Diagnostics. */
  readonly diagnostics: number;
  /** Where the rest is, as Markdown. */
  readonly elsewhere: string;
}

const everything: Detail = {
  extremes: 3,
  unexpected: 30,
  unaffected: 30,
  names: 5,
  classes: 100,
  changes: 60,
  hunks: 3,
  words: 300,
  particulars: 12,
  stops: 60,
  looks: 20,
  accounts: 30,
  diagnostics: 50,
  elsewhere: `in the ${galleryLink('gallery')} and the job summary`,
};

/**
 * The stages of detail, from everything that anybody wants to read down to mere counts. The most usual is left out
 * first.
 */
export const stages: readonly Detail[] = cumulative([
  {},
  { extremes: 1 },
  { unexpected: 10, names: 3 },
  { unaffected: 5 },
  { classes: 0 },
  { changes: 30, hunks: 2, words: 150, diagnostics: 25 },
  { changes: 12, hunks: 1, words: 80, unexpected: 5, particulars: 4, looks: 8, accounts: 10, diagnostics: 12 },
  { changes: 0, extremes: 0, unexpected: 0, unaffected: 0, particulars: 0, looks: 0, accounts: 0, diagnostics: 5 },
]);

/** The stages for the job summary, which has sixteen times the room, and only the gallery to refer to. */
export const summaryStages: readonly Detail[] = cumulative(
  [
    {
      unexpected: 500,
      unaffected: 500,
      names: 50,
      classes: 2_000,
      changes: 2_000,
      hunks: 20,
      looks: 200,
      diagnostics: 2_000,
      elsewhere: 'in the gallery',
    },
    { classes: 200, changes: 500, diagnostics: 500, names: 20 },
    ...stages,
  ].map((detail) => ({ ...detail, elsewhere: 'in the gallery' })),
);

function cumulative(steps: readonly Partial<Detail>[]): Detail[] {
  const details: Detail[] = [];
  for (const step of steps) details.push({ ...(details.at(-1) ?? everything), ...step });
  return details;
}
