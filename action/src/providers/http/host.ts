import { InvalidInput } from '../../diagnostics/errors.ts';

/** The address of an emulator on this machine: nothing else may be called without TLS. */
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\]):[1-9][0-9]{0,4}$/;

/**
 * The origin that an account's calls go to: its vendor's own, or the emulator on this machine that its options name.
 * Throws InvalidInput for any other host, so that no configuration can send credentials there.
 *
 * @param origin the vendor's own origin, as the driver knows it
 */
export function originOf(account: string, origin: string, host: string | undefined): string {
  if (host === undefined || host === origin) return origin;
  if (loopback.test(host) && URL.canParse(host)) return host;
  throw new InvalidInput(`${JSON.stringify(host)} is not a host that the account “${account}” may call.`, {
    fix: 'Leave out options.host, or give the address of an emulator: http://127.0.0.1:<port>.',
  });
}
