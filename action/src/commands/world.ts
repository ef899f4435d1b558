import type { ExitCode } from '../diagnostics/errors.ts';
import type { Scope } from '../plan/scope.ts';

/** Everything outside the process that a command may know; created only by the entry points or by a test. */
export interface World {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** The name of this run in ledgers and locks. */
  readonly run: string;
  readonly progress: Progress;
  /** Whether texts may contain colours. */
  readonly colour: boolean;
  readonly signal?: AbortSignal;
  /** Keeps a decrypted secret out of the log, where the log supports that. */
  readonly mask?: (secret: string) => void;
}

/** Tells a waiting person how far the work has come. Never writes to stdout. */
export interface Progress {
  /** Announces the next step of the work. */
  step(text: string): void;
  /** Reports how much of the step is done. */
  update(done: number, total: number): void;
  /** Reports something worth a line of its own, such as waiting for a lock. */
  note(text: string): void;
  /** Announces that the work is over. */
  end(): void;
}

export interface CommonOptions {
  readonly scope: Scope;
}

/** The result of a command. The entry point prints `text`, or `document` where JSON was asked for. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** For people. */
  readonly text: string;
  /** For programs; conforms to a schema in `schemas/`. */
  readonly document: object;
}
