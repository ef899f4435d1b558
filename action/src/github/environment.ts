import type * as Core from '@actions/core';

/** What the Action is run in. */
export interface ActionEnvironment {
  readonly core: typeof Core;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the checkout. */
  readonly workspace: string;
  readonly now: Date;
  /** Keeps runs of one workflow run apart. */
  readonly random: string;
  /** Listens, from when it is called, for the runner to cancel the job. */
  readonly stopSignal: () => AbortSignal;
}
