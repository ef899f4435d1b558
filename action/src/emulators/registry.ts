import { emulatedSendgrid } from './sendgrid/sendgrid.ts';
import type { RateSetting } from './settings.ts';
import type { EmulatedVendor, EmulatorClock } from './vendor.ts';

/** A vendor that can be emulated. */
export interface EmulatorEntry {
  /** @param key the credential that it accepts for the whole account */
  create(key: string): (clock: EmulatorClock) => EmulatedVendor;
  /** The limit that it has unless it is told otherwise. */
  readonly rate: RateSetting;
}

/** Every emulator there is, by the name of its provider: one line each. */
export const emulators: Readonly<Record<string, EmulatorEntry>> = {
  sendgrid: {
    create: (key) => emulatedSendgrid({ parent: 'parent', keys: [key] }),
    // 600 calls a minute and user: twilio.com changelog, 2019-10-10, of another version of the API.
    rate: { per: 'workspace', limit: 600, seconds: 60 },
  },
};
