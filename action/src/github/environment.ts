import type * as Core from '@actions/core';

/** The environment that the Action runs in. */
export interface ActionEnvironment {
  readonly core: typeof Core;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The absolute path of the checkout. */
  readonly workspace: string;
  readonly now: Date;
  /** Tells runs within one workflow run apart. */
  readonly random: string;
  /** Begins to listen for the runner to cancel the job. */
  readonly stopSignal: () => AbortSignal;
}
