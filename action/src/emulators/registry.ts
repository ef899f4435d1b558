import { emulatedBraze, workspaceKey } from './braze/braze.ts';
import { emulatedIterable, projectKey } from './iterable/iterable.ts';
import { emulatedPostmark, serverToken } from './postmark/postmark.ts';
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
}

/** Every emulator there is, by the name of its provider: one line each. */
export const emulators: Readonly<Record<string, EmulatorEntry>> = {
  sendgrid: {
    create: (key) => emulatedSendgrid({ parent: 'parent', keys: [key] }),
    variable: (key) => key,
    // 600 calls a minute and user: twilio.com changelog, 2019-10-10, of another version of the API.
    rate: { per: 'workspace', limit: 600, seconds: 60 },
  },
  postmark: {
    create: (key) => emulatedPostmark({ key }),
    variable: (key, servers) => JSON.stringify(Object.fromEntries(servers.map((one) => [one, serverToken(key, one)]))),
    rate: null,
  },
  iterable: {
    create: (key) => emulatedIterable({ key }),
    variable: (key, projects) => JSON.stringify(Object.fromEntries(projects.map((one) => [one, projectKey(key, one)]))),
    rate: { per: 'key', limit: 100, seconds: 1 },
  },
  braze: {
    create: (key) => emulatedBraze({ key }),
    variable: (key, workspaces) =>
      JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, workspaceKey(key, one)]))),
    // braze.com/docs/api, “API rate limits”.
    rate: { per: 'workspace', limit: 250_000, seconds: 3600 },
  },
};
