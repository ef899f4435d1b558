import type { JsonObject } from '../../action/src/digest.ts';
import { engines } from '../../action/test/oracle/support/engines.ts';
import type { Vendor } from './accounts.ts';
import type { HeldMessage } from './read-back.ts';

/** What each vendor reads. */
const dialects = { sendgrid: 'sendgrid', postmark: 'mustachio', iterable: 'iterable', braze: 'braze' } as const;

const addresses = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

/**
 * Reads a message as its vendor does, to be filled in with samples. The engines are those that the tests hold the
 * dialects against: the product's own would say nothing of what a vendor makes of a message.
 */
export function compileHeld(
  vendor: Vendor,
  { fields }: HeldMessage,
): (sample: JsonObject) => Readonly<Record<string, string>> {
  const engine = engines.find(({ dialect }) => dialect === dialects[vendor]);
  if (!engine) throw new Error(`there is no engine for ${vendor}`);
  const compiled = Object.entries(fields).map(([name, source]) => [name, engine.compile(source)] as const);
  return ({ recipient = {}, event = {} }) => {
    const data = { recipient: recipient as JsonObject, event: event as JsonObject, vendor: addresses };
    return Object.fromEntries(compiled.map(([name, fill]) => [name, fill(data)]));
  };
}
