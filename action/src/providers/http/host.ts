import { InvalidInput } from '../../diagnostics/errors.ts';

/** Where an emulator of this machine listens: nothing else may be spoken to without TLS. */
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\]):[1-9][0-9]{0,4}$/;

/**
 * The origin that an account's calls go to: its vendor's own, or the emulator on this machine that its options name.
 * Throws InvalidInput for any other place, so that no configuration can send credentials there.
 *
 * @param vendor the vendor's origins that the driver knows; the first one unless `host` says otherwise
 */
export function originOf(account: string, vendor: readonly [string, ...string[]], host: string | undefined): string {
  if (host === undefined) return vendor[0];
  if (vendor.includes(host) || loopback.test(host)) return host;
  throw new InvalidInput(`${JSON.stringify(host)} is no host that the account “${account}” may call.`, {
    fix: 'Leave out options.host, or give the address of an emulator: http://127.0.0.1:<port>.',
  });
}
