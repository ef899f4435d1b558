import type { Diagnostic } from './diagnostic.ts';

/** The process exit codes of every command. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  changes: 2,
  invalid: 3,
  credentials: 4,
  incomplete: 5,
  refused: 6,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * A problem that the user can fix: what is wrong, and what to do next. Anything else that is thrown is a bug of ours.
 */
export class UserError extends Error {
  readonly exitCode: ExitCode;
  readonly fix: string | undefined;

  constructor(exitCode: ExitCode, message: string, fix?: string) {
    super(message);
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.fix = fix;
  }
}

/** The repository's files or the command line are wrong (exit 3). */
export class InvalidInput extends UserError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, more: { fix?: string; diagnostics?: readonly Diagnostic[] } = {}) {
    super(exitCodes.invalid, message, more.fix);
    this.diagnostics = more.diagnostics ?? [];
  }
}

/** A vendor rejected our credentials, or there are none (exit 4). Never contains the credential itself. */
export class CredentialsError extends UserError {
  constructor(message: string, fix?: string) {
    super(exitCodes.credentials, message, fix);
  }
}

/** Somebody asked the run to end before it was done (exit 5). What it did until then is on record. */
export class Stopped extends UserError {
  /** @param by what asked for it, such as `SIGINT` */
  constructor(by: string) {
    super(exitCodes.incomplete, `stopped by ${by}`, 'What was done is on record. Run it again: it goes on from there.');
  }
}

/** Carrying on could harm what is deployed, so nothing more is written (exit 6). */
export class GuardError extends UserError {
  constructor(message: string, fix?: string) {
    super(exitCodes.refused, message, fix);
  }
}
