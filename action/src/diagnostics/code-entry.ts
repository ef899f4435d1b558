export type Severity = 'error' | 'warning';

/** The documentation of a diagnostic code. Codes are stable: they are never renamed or reused. */
export interface CodeEntry {
  readonly severity: Severity;
  /** The rule, in one line. */
  readonly title: string;
  /** Why the rule exists, and how to fix a violation; Markdown. */
  readonly docs: string;
}
