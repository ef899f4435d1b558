import type { ExitCode } from '../diagnostics/errors.ts';
import type { Scope } from '../plan/scope.ts';

/** Everything outside the process that a command may know; made once by the entry points, or by a test. */
export interface World {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Names this run in ledgers and locks. */
  readonly run: string;
  readonly progress: Progress;
  /** Whether texts may hold colours. */
  readonly colour: boolean;
  readonly signal?: AbortSignal;
  /** Keeps a secret that was decrypted out of the log, where the log can do that. */
  readonly mask?: (secret: string) => void;
}

/** Tells a waiting person how long work goes on. Never writes to stdout. */
export interface Progress {
  /** A step of the work begins. */
  step(text: string): void;
  /** How much of the step is done. */
  update(done: number, total: number): void;
  /** Something worth a line of its own, such as waiting for a lock. */
  note(text: string): void;
  /** The work is over. */
  end(): void;
}

export interface CommonOptions {
  readonly scope: Scope;
}

/** What a command comes to. The entry point prints `text`, or `document` where JSON was asked for. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** For people. */
  readonly text: string;
  /** For programs; conforms to a schema in `schemas/`. */
  readonly document: object;
}
