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
  /** @param key the credential that it accepts for the whole account, or that those of its workspaces are made from */
  create(key: string): (clock: EmulatorClock) => EmulatedVendor;
  /** What the account's variable is to hold to reach these workspaces. */
  variable(key: string, workspaces: readonly string[]): string;
  /** The limit that it has unless it is told otherwise; `null` where none is known. */
  readonly rate: RateSetting | null;
  /** Reads a message as the vendor does when it sends it. */
  readonly compile: Compile;
}

/** What a variable holds where each workspace has a key of its own. */
function bundled(keyOf: (key: string, workspace: string) => string): EmulatorEntry['variable'] {
  return (key, workspaces) => JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf(key, one)])));
}

/** Every emulator there is, by the name of its provider: one line each. */
export const emulators = {
  sendgrid: {
    create: (key) => emulatedSendgrid({ parent: 'parent', keys: [key] }),
    variable: (key) => key,
    // 600 calls a minute and user: twilio.com changelog, 2019-10-10, of another version of the API.
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
