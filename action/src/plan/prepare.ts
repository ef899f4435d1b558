import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { digestOf } from '../digest.ts';
import type { Account, Payload, Provider } from '../providers/provider.ts';
import { remoteName } from '../providers/remote-name.ts';
import type { Dialect } from '../template/dialects/dialect.ts';
import type { Message, Renderer } from '../template/render.ts';

/** An account of the configuration with everything that planning and deploying need of it. */
export interface OpenAccount {
  readonly provider: Provider;
  readonly account: Account;
  readonly dialect: Dialect;
  /** Digest of the account's configuration without its credentials; part of every key. */
  readonly fingerprint: string;
}

/** A message ready to be written. */
export interface Prepared {
  readonly message: Message;
  readonly payload: Payload;
  /** SHA-256 of the payload's canonical JSON. */
  readonly digest: string;
  readonly skeleton: string;
  /** The remote object's name. */
  readonly name: string;
  /** Warnings only. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Renders and encodes one message. The planner and the deployer both call this, so that their digests are comparable.
 */
export function prepare(
  renderer: Renderer,
  open: OpenAccount,
  version: TemplateVersion,
  tenant: Tenant,
  locale: string,
): Prepared | { readonly payload?: undefined; readonly digest?: undefined; readonly problems: readonly Diagnostic[] } {
  const { message, escaped, skeleton, problems } = renderer.render(version, tenant, locale, {
    dialect: open.dialect,
    data: open.account.data,
  });
  if (!message) return { problems };
  const payload = open.provider.encode(message, tenant);
  const name = remoteName(version.id, locale, open.provider.limits.nameLength);
  return { message, payload, digest: digestOf(payload, escaped), skeleton, name, problems };
}
