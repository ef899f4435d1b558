/**
 * How a locale writes dates, numbers and amounts. These data are committed, because those that come with Node differ
 * between its versions, and a new Node must not change deployed messages.
 */
export interface Formats {
  /** January first; empty where dates are written with numbers only. */
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** Sunday first. */
  readonly weekdays: readonly string[];
  /** Before and after noon; empty texts where hours count to 24. */
  readonly dayPeriods: readonly [string, string];
  /**
   * Patterns with `{y}` 2026, `{yy}` 26, `{M}` 3, `{MM}` 03, `{MMM}` Mar, `{MMMM}` March, `{d}` 5, `{dd}` 05,
   * `{E}` Thursday, `{H}` 9, `{HH}` 09, `{h}` 9 of 12, `{mm}` minutes, `{a}` AM.
   */
  readonly dates: Readonly<Record<DateStyle, string>>;
  readonly decimal: string;
  readonly group: string;
  /** How many digits must precede the last three for groups to be separated. */
  readonly minimumGrouping: 1 | 2;
  readonly minus: string;
  /** `-$1` rather than `$-1`. */
  readonly minusBeforeSymbol: boolean;
  /** Patterns by ISO 4217 code: `#` for the amount, and the currency's symbol. */
  readonly currencies: Readonly<Record<string, string>>;
}

export const dateStyles = [
  'short',
  'medium',
  'long',
  'full',
  'time',
  'datetime',
  'month-day',
  'month-year',
  'weekday',
] as const;
export type DateStyle = (typeof dateStyles)[number];

/** The number of digits after the decimal sign, by currency (ISO 4217). */
export const minorUnits: Readonly<Record<string, number>> = {
  USD: 2,
  CAD: 2,
  EUR: 2,
  GBP: 2,
  JPY: 0,
  MXN: 2,
  AED: 2,
  SAR: 2,
  KWD: 3,
  QAR: 2,
  EGP: 2,
  AUD: 2,
  NZD: 2,
  CHF: 2,
  CNY: 2,
  INR: 2,
  KRW: 0,
  BRL: 2,
};
