import type { Json, JsonObject } from '../digest.ts';
import type { Account, Layer, TemplateMetadata, TenantryConfig, ValueSchema } from '../generated/index.ts';

/** The channels a message can be sent through. */
export const channels = ['email', 'push', 'sms'] as const;
export type Channel = (typeof channels)[number];

/**
 * The fields of a message by channel: each is the file `<field>.hbs` of a template. Only `html` is HTML; the rest is
 * plain text.
 */
export const channelFields = {
  email: { required: ['subject', 'html'], optional: ['preheader', 'text'] },
  push: { required: ['title', 'body'], optional: ['link'] },
  sms: { required: ['body'], optional: [] },
} as const satisfies Record<Channel, { required: readonly string[]; optional: readonly string[] }>;

/** A text file of the repository: UTF-8 with LF line ends and no byte order mark. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The strings of one locale: dotted keys to texts. */
export type Strings = ReadonlyMap<string, string>;
/** Strings by locale code. */
export type StringsByLocale = ReadonlyMap<string, { readonly path: string; readonly strings: Strings }>;

/**
 * What templates share, live (`templates/_layouts` …) or frozen in a pinned version. Names are paths without `.hbs`.
 */
export interface Library {
  readonly layouts: ReadonlyMap<string, SourceFile>;
  /** Includes `legal/…`, of which the live version is always used. */
  readonly partials: ReadonlyMap<string, SourceFile>;
  readonly strings: StringsByLocale;
}

/** One version of a template that can be rendered: the live one or a pinned one. */
export interface TemplateVersion {
  readonly id: string;
  readonly channel: Channel;
  readonly metadata: TemplateMetadata;
  /** The path of its `template.yaml`. */
  readonly file: string;
  /** The sources of the message's fields. */
  readonly fields: ReadonlyMap<string, SourceFile>;
  readonly strings: StringsByLocale;
  readonly library: Library;
}

/** A template: its live version, its pinned versions, and its samples of runtime data. */
export interface Template extends TemplateVersion {
  readonly pinned: ReadonlyMap<string, TemplateVersion>;
  /** Samples `{ recipient, event }` by name (`typical`, `longest`, …). */
  readonly samples: ReadonlyMap<string, JsonObject>;
}

/** A tenant's isolated place at a vendor for one channel. `id` is absent until the workspace is provisioned. */
export interface WorkspaceBinding {
  readonly account: string;
  readonly id?: string;
}

/** One customer of the platform, with its layers merged. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly status: 'draft' | 'active' | 'suspended' | 'retired';
  readonly labels: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly workspaces: Readonly<Partial<Record<Channel, WorkspaceBinding>>>;
  /** Begins with the default locale; never empty, without duplicates. */
  readonly locales: readonly string[];
  readonly timezone: string;
  readonly jurisdictions: readonly string[];
  readonly senders: Readonly<Record<string, JsonObject>>;
  readonly domains: readonly string[];
  /** The custom scheme of links into its app, without the colon. */
  readonly app?: { readonly scheme: string };
  readonly variables: JsonObject;
  readonly optOut: Readonly<Record<string, { readonly until?: string; readonly reason?: string }>>;
  readonly pins: Readonly<
    Record<string, { readonly version: string; readonly until?: string; readonly reason?: string }>
  >;
  readonly freeze: Readonly<
    Record<string, { readonly from: string; readonly until: string; readonly reason?: string }>
  >;
  /** Earlier ids, newest first. */
  readonly formerly: readonly string[];
  /** The path of its `tenant.yaml`. */
  readonly file: string;
  /** Its own partials by name, which is the path below `partials/` without `.hbs`. */
  readonly partials: ReadonlyMap<string, SourceFile>;
  /** Its own strings, by locale and template id. */
  readonly strings: ReadonlyMap<string, { readonly path: string; readonly templates: ReadonlyMap<string, Strings> }>;
  /**
   * Everything of the merged tenant that a message may depend on, for keys: not labels, status, groups, optOut, pins,
   * freeze or formerly.
   */
  readonly rendered: Json;
}

/** The whole repository, parsed, merged and checked. */
export interface Repository {
  readonly commit: string;
  readonly config: TenantryConfig;
  /** By id, in code-unit order. */
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** By id, in code-unit order. */
  readonly templates: ReadonlyMap<string, Template>;
  readonly library: Library;
}

export type { Account, Layer, TemplateMetadata, TenantryConfig, ValueSchema };
