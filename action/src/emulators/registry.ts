import { emulatedBraze, workspaceKey } from './braze/braze.ts';
import { compileBraze } from './braze/render.ts';
import { emulatedIterable, projectKey } from './iterable/iterable.ts';
import { compileIterable } from './iterable/render.ts';
import { emulatedPostmark, serverToken } from './postmark/postmark.ts';
import { compilePostmark } from './postmark/render.ts';
import type { Compile } from './rendering.ts';
import { compileSendgrid } from './sendgrid/render.ts';
import { emulatedSendgrid } from './sendgrid/sendgrid.ts';
import type { RateSetting } from './settings.ts';
import type { EmulatedVendor, EmulatorClock } from './vendor.ts';

/** A vendor that can be emulated. */
export interface EmulatorEntry {
  /** @param key the credential for the whole account, or what the credentials of its workspaces are derived from */
  create(key: string): (clock: EmulatorClock) => EmulatedVendor;
  /** What the account's variable has to hold to reach these workspaces. */
  variable(key: string, workspaces: readonly string[]): string;
  /** The vendor's usual rate limit; `null` where none is known. */
  readonly rate: RateSetting | null;
  /** Compiles a text as the vendor does when it sends. */
  readonly compile: Compile;
}

/** The value of a variable where each workspace has a key of its own: a JSON object of the keys. */
function bundled(keyOf: (key: string, workspace: string) => string): EmulatorEntry['variable'] {
  return (key, workspaces) => JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf(key, one)])));
}

/** All emulators, by the name of their provider. */
export const emulators = {
  sendgrid: {
    create: (key) => emulatedSendgrid({ parent: 'parent', keys: [key] }),
    variable: (key) => key,
    // 600 calls per minute and user: twilio.com changelog, 2019-10-10, about another version of the API.
    rate: { per: 'workspace', limit: 600, seconds: 60 },
    compile: compileSendgrid,
  },
  postmark: {
    create: (key) => emulatedPostmark({ key }),
    variable: bundled(serverToken),
    rate: null,
    compile: compilePostmark,
  },
  iterable: {
    create: (key) => emulatedIterable({ key }),
    variable: bundled(projectKey),
    rate: { per: 'key', limit: 100, seconds: 1 },
    compile: compileIterable,
  },
  braze: {
    create: (key) => emulatedBraze({ key }),
    variable: bundled(workspaceKey),
    // braze.com/docs/api, “API rate limits”.
    rate: { per: 'workspace', limit: 250_000, seconds: 3600 },
    compile: compileBraze,
  },
} as const satisfies Readonly<Record<string, EmulatorEntry>>;
