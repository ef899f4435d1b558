export type Severity = 'error' | 'warning';

/** What the documentation says of a diagnostic code. Codes are stable: they are never renamed or reused. */
export interface CodeEntry {
  readonly severity: Severity;
  /** The rule, in one line. */
  readonly title: string;
  /** Why it is a rule, and how to mend a violation; Markdown. */
  readonly docs: string;
}
