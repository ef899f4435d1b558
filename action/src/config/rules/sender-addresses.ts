import type { Finding } from '../findings.ts';
import { isAddress } from '../formats.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break in a header would begin another header.
const controls = /[\u0000-\u001f\u007f]/;

/** Senders have addresses that vendors accept, and names that fit into a header. */
export const senderAddresses: Rule = ({ tenants }) => {
  const found: Finding[] = [];
  for (const loaded of tenants.values()) {
    for (const [category, sender] of Object.entries(loaded.tenant.senders)) {
      for (const key of ['address', 'replyTo'] as const) {
        const address = sender[key];
        if (typeof address !== 'string' || isAddress(address)) continue;
        const message = `“${address}” is not an email address`;
        const fix = 'Write local@domain, in ASCII and without a display name; put the display name under “name”.';
        found.push(layerFinding('invalid-address', loaded, ['senders', category, key], message, fix));
      }
      if (typeof sender.name === 'string' && controls.test(sender.name)) {
        const message = 'the sender’s name has a line break or control character';
        found.push(
          layerFinding('invalid-address', loaded, ['senders', category, 'name'], message, 'Write it on one line.'),
        );
      }
    }
  }
  return found;
};
