import type { Channel, Repository, TemplateVersion, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DataMapping, Dialect } from './dialects/dialect.ts';

/** What a pair renders to for one locale, in a vendor's language. */
export interface Message {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: Channel;
  readonly category: 'marketing' | 'transactional';
  readonly topic: string;
  /** Field name to text: `subject`, `html` …; see `channelFields`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Rendered {
  /** Absent when there are problems of severity error. */
  readonly message?: Message;
  /** SHA-256 of the fields' skeletons: equal for messages that differ only in the tenants' own values. */
  readonly skeleton: string;
  readonly problems: readonly Diagnostic[];
}

/** Renders messages of one repository; keeps parsed sources between calls. Pure: reads no file and no clock. */
export interface Renderer {
  /** Renders one message. Total: what is wrong is in `problems`. */
  render(version: TemplateVersion, tenant: Tenant, locale: string, target: Target): Rendered;
  /**
   * Digest of the closure: every source, and every string, that this tenant's messages of this template can come from,
   * plus what of `template.yaml` and the configuration (locale fallbacks) they depend on. Never renders.
   */
  closure(version: TemplateVersion, tenant: Tenant): string;
}

/** The language and names of the account a message goes to. */
export interface Target {
  readonly dialect: Dialect;
  readonly data: DataMapping;
}

export type CreateRenderer = (repository: Repository) => Renderer;
