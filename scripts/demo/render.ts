import type { JsonObject } from '../../action/src/digest.ts';
import { emulators } from '../../action/src/emulators/registry.ts';
import type { SendData } from '../../action/src/emulators/rendering.ts';
import type { Vendor } from './accounts.ts';
import type { HeldMessage } from './read-back.ts';

const addresses: SendData['vendor'] = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

/**
 * Compiles a message as its vendor does, to a function that fills it in with samples. The engines are the emulators',
 * since the product's own would not tell what a vendor makes of a message.
 */
export function compileHeld(
  vendor: Vendor,
  { fields }: HeldMessage,
): (sample: JsonObject) => Readonly<Record<string, string>> {
  const { compile } = emulators[vendor];
  const compiled = Object.entries(fields).map(([name, source]) => [name, compile(source)] as const);
  return ({ recipient = {}, event = {} }) => {
    const data = { recipient: recipient as JsonObject, event: event as JsonObject, vendor: addresses };
    return Object.fromEntries(compiled.map(([name, fill]) => [name, fill(data)]));
  };
}
