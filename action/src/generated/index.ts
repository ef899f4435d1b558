// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.

/**
 * Lower-case letters, digits and single hyphens; at most 63 characters.
 */
export type Id = string;
/**
 * Where the record of what was deployed is kept; in the directory .tenantry/ledger when absent.
 */
export type LedgerConfig = DirectoryLedger | BranchLedger;
/**
 * An account at a vendor.
 */
export type Account = LocalAccount | SendgridAccount | PostmarkAccount | IterableAccount | BrazeAccount;
/**
 * Where the account's credentials are: in an environment variable, or encrypted below .github/credentials. They are never in the repository in plain text.
 */
export type Credentials = VariableCredentials | SealedCredentials;
/**
 * A vendor's language.
 */
export type DialectId = 'sendgrid' | 'braze' | 'iterable' | 'mustachio';
/**
 * A language, with a script and a region where they matter: en, es-US, zh-Hant-TW.
 */
export type Locale = string;
/**
 * Tenants that are deployed to together. A wave with neither targets nor share takes every tenant that is left.
 */
export type Wave = TargetsWave | ShareWave | RestWave;
/**
 * Which tenants are selected, by exactly one of all, matchLabels and tenants.
 */
export type Targets = AllTargets | LabelTargets | TenantTargets;
/**
 * A host name in lower case, without protocol, port or path; its subdomains are included.
 */
export type Domain = string;
/**
 * Labels by which templates, waves and the command line select tenants.
 */
export type Labels = {
  /**
   * The value of this label; null removes it.
   */
  [k: string]: string | null;
} | null;
/**
 * The account that a channel's workspaces are in. Each tenant sets the id of its own workspace.
 */
export type LayerWorkspaces = {
  email?: LayerWorkspace;
  push?: LayerWorkspace;
  sms?: LayerWorkspace;
} | null;
export type LayerWorkspace = {
  account?: Id;
} | null;
/**
 * The languages in which the tenant writes to its customers.
 */
export type TenantLocales = {
  default?: Locale;
  /**
   * Further locales.
   */
  also?: Locale[] | null;
} | null;
/**
 * The tenant's time zone, by its IANA name: America/New_York. UTC when no layer sets one.
 */
export type Timezone = string | null;
/**
 * The jurisdictions whose law applies to the tenant's messages, by ISO 3166 code: US, CA-QC.
 */
export type Jurisdictions = string[] | null;
/**
 * The senders of email, by category of template.
 */
export type Senders = {
  marketing?: Sender;
  transactional?: Sender;
} | null;
/**
 * The sender of email.
 */
export type Sender = {
  /**
   * The From address.
   */
  address?: string | null;
  /**
   * The From name; the tenant's own name when absent.
   */
  name?: string | null;
  /**
   * Where replies go; the From address when absent.
   */
  replyTo?: string | null;
} | null;
/**
 * Domains that links in this tenant's messages may lead to.
 */
export type Domains = Domain[] | null;
/**
 * The tenant's mobile app.
 */
export type App = {
  /**
   * The custom scheme of links into the app, without the colon: acme-market.
   */
  scheme?: string | null;
} | null;
/**
 * Values that templates print, known before anything is sent: brand, links, legal, features. Layers merge deeply; null removes a value.
 */
export type Variables = {
  [k: string]: unknown;
} | null;
/**
 * Templates that the tenant does not get, by template id; false removes the opt-out of a lower layer.
 */
export type OptOuts = {
  [k: string]: OptOut | false | null;
} | null;
/**
 * A day, written as year-month-day.
 */
export type IsoDate = string;
/**
 * Templates of which the tenant keeps an older version, by template id; false removes the pin of a lower layer.
 */
export type Pins = {
  [k: string]: Pin | false | null;
} | null;
/**
 * Three numbers: major.minor.patch.
 */
export type Version = string;
/**
 * Periods in which nothing is deployed to the tenant, by name; false removes the freeze of a lower layer.
 */
export type Freezes = {
  [k: string]: Freeze | false | null;
} | null;
/**
 * A text, in which {name} is a slot, or further texts below this key.
 */
export type StringEntry =
  | string
  | {
      [k: string]: StringEntry;
    };
/**
 * The vendor languages it must compile to: all, for those of the configured accounts (the default), or a list.
 */
export type Portable = 'all' | DialectId[];
/**
 * The JSON Schema of one value: the part of the vocabulary that Tenantry understands.
 */
export type ValueSchema = {
  /**
   * The type of the value.
   */
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  /**
   * A short name.
   */
  title?: string;
  /**
   * What it means.
   */
  description?: string;
  /**
   * Example values.
   */
  examples?: unknown[];
  /**
   * The only allowed values.
   *
   * @minItems 1
   */
  enum?: (string | number | boolean)[];
  /**
   * The only allowed value.
   */
  const?: string | number | boolean;
  /**
   * What kind of text it is: url and uri (may start a link), color (a CSS colour), html (trusted markup, tenant variables only), ident (a CSS or HTML identifier), number (a number written as text), date, date-time, email.
   */
  format?: 'url' | 'uri' | 'color' | 'html' | 'ident' | 'number' | 'date' | 'date-time' | 'email';
  /**
   * sender: whoever sends the data has escaped it for HTML already.
   */
  encoding?: 'sender';
  /**
   * The minimum number of characters.
   */
  minLength?: number;
  /**
   * The maximum number of characters.
   */
  maxLength?: number;
  /**
   * The minimum value.
   */
  minimum?: number;
  /**
   * The maximum value.
   */
  maximum?: number;
  /**
   * The minimum number of items.
   */
  minItems?: number;
  /**
   * The maximum number of items.
   */
  maxItems?: number;
  items?: ValueSchema;
  /**
   * The members of the object, by name.
   */
  properties?: {
    [k: string]: ValueSchema;
  };
  /**
   * Names of the members that are always present.
   */
  required?: string[];
  /**
   * false: only the listed properties are allowed.
   */
  additionalProperties?: boolean;
};
/**
 * The tenant's own workspace at a vendor, by channel. Nothing is sent through a channel that is absent.
 */
export type Workspaces = {
  email?: WorkspaceEntry;
  push?: WorkspaceEntry;
  sms?: WorkspaceEntry;
} | null;
export type WorkspaceEntry = {
  account?: Id;
  /**
   * The vendor's id of the workspace, in printable ASCII; leave it out until the workspace exists.
   */
  id?: string;
} | null;

/**
 * The type of every document that has a schema, by the name of the schema.
 */
export type Schemas = {
  config: TenantryConfig;
  credentials: CredentialsList;
  deploy: Deployment;
  emulate: Emulation;
  error: ErrorDocument;
  explain: Explanation;
  keygen: Keygen;
  layer: Layer;
  ledger: LedgerLine;
  plan: Plan;
  preview: Previewing;
  rebuild: Rebuilding;
  routes: RouteFile;
  status: Status;
  strings: StringsFile;
  template: TemplateMetadata;
  tenant: TenantFile;
  validate: Validation;
  written: Written;
}
/**
 * .github/tenantry.yml: the accounts, the order of deployment and the policies of the repository.
 */
export type TenantryConfig = {
  repository: Id;
  ledger?: LedgerConfig;
  /**
   * The platform's own accounts at vendors, by id.
   */
  accounts: {
    [k: string]: Account;
  };
  /**
   * How locales relate to one another.
   */
  locales?: {
    /**
     * Where to look for a string that a locale does not have. A locale that is not listed falls back to itself without its last part: fr-CA to fr.
     */
    fallback?: {
      [k: string]: Locale;
    };
  };
  /**
   * The order in which tenants are deployed to: each wave starts when the one before has succeeded; all at once when absent. A tenant is in the first wave that takes it.
   *
   * @minItems 1
   */
  waves?: Wave[];
  policies?: Policies;
}
export type DirectoryLedger = {
  /**
   * Files below .tenantry/ledger.
   */
  store: 'directory';
}
export type BranchLedger = {
  /**
   * An orphan branch of the repository's origin.
   */
  store: 'branch';
  /**
   * The branch's name; tenantry-ledger when absent.
   */
  branch?: string;
}
export type LocalAccount = {
  /**
   * The embedded vendor: files below .tenantry/local.
   */
  provider: 'local';
  credentials?: Credentials;
  options: LocalOptions;
  data?: AccountData;
}
export type VariableCredentials = {
  /**
   * The environment variable that holds them; its name begins with TENANTRY_.
   */
  env: string;
}
export type SealedCredentials = {
  identity: Identity;
  /**
   * The age public keys that the files are encrypted for.
   *
   * @minItems 1
   *
   * Items: An age public key: age1 and 58 more characters.
   */
  recipients: string[];
}
/**
 * The age secret key that decrypts the files.
 */
export type Identity = {
  /**
   * The environment variable that holds it; its name begins with TENANTRY_.
   */
  env: string;
}
/**
 * Options of the embedded vendor.
 */
export type LocalOptions = {
  dialect: DialectId;
}
/**
 * The account's names for the data of a send. A key is the first segment below recipient or event, or * for all others; in the value, * stands for that segment.
 */
export type AccountData = {
  recipient?: DataNames;
  event?: DataNames;
}
export type DataNames = {
  /**
   * The vendor's name for this data.
   */
  [k: string]: string;
}
export type SendgridAccount = {
  /**
   * Twilio SendGrid; a workspace is a subuser.
   */
  provider: 'sendgrid';
  credentials: Credentials;
  options?: SendgridOptions;
  data?: AccountData;
}
/**
 * Options of SendGrid.
 */
export type SendgridOptions = {
  /**
   * Where the account's subusers are kept.
   */
  region?: 'global' | 'eu';
  /**
   * An emulator on this machine to use instead of the vendor: http://127.0.0.1:<port>.
   */
  host?: string;
}
export type PostmarkAccount = {
  /**
   * Postmark; a workspace is a server.
   */
  provider: 'postmark';
  credentials: Credentials;
  options?: PostmarkOptions;
  data?: AccountData;
}
/**
 * Options of Postmark.
 */
export type PostmarkOptions = {
  /**
   * An emulator on this machine to use instead of the vendor: http://127.0.0.1:<port>.
   */
  host?: string;
}
export type IterableAccount = {
  /**
   * Iterable; a workspace is a project.
   */
  provider: 'iterable';
  credentials: Credentials;
  options?: IterableOptions;
  data?: AccountData;
}
/**
 * Options of Iterable.
 */
export type IterableOptions = {
  /**
   * The data center of the account's projects.
   */
  region?: 'us' | 'eu';
  messageTypes?: MessageTypes;
  /**
   * An emulator on this machine to use instead of the vendor: http://127.0.0.1:<port>.
   */
  host?: string;
}
/**
 * The topics that every project of the account has a message type for, by channel and category. Where it is given, validation refuses a template with any other topic.
 */
export type MessageTypes = {
  email?: TopicsByCategory;
  push?: TopicsByCategory;
  sms?: TopicsByCategory;
}
/**
 * Topics of templates, by their category.
 */
export type TopicsByCategory = {
  /**
   * Topics of marketing messages.
   */
  marketing?: Id[];
  /**
   * Topics of transactional messages.
   */
  transactional?: Id[];
}
export type BrazeAccount = {
  /**
   * Braze; a workspace is what a REST API key belongs to.
   */
  provider: 'braze';
  credentials: Credentials;
  options: BrazeOptions;
  data?: AccountData;
}
/**
 * Options of Braze.
 */
export type BrazeOptions = {
  /**
   * The instance that the company's workspaces are on, as in the address of the dashboard.
   */
  instance:
    | 'us-01'
    | 'us-02'
    | 'us-03'
    | 'us-04'
    | 'us-05'
    | 'us-06'
    | 'us-07'
    | 'us-08'
    | 'us-10'
    | 'eu-01'
    | 'eu-02'
    | 'au-01'
    | 'id-01'
    | 'jp-01'
    | 'kr-01';
  /**
   * An emulator on this machine to use instead of the vendor: http://127.0.0.1:<port>.
   */
  host?: string;
}
export type TargetsWave = {
  name: Id;
  targets: Targets;
}
export type AllTargets = {
  /**
   * Every tenant.
   */
  all: true;
}
export type LabelTargets = {
  /**
   * Tenants that carry every one of these labels, with this value or one of these values.
   */
  matchLabels: {
    [k: string]: string | string[];
  };
}
export type TenantTargets = {
  /**
   * These tenants, by id; an empty list means none.
   */
  tenants: Id[];
}
export type ShareWave = {
  name: Id;
  /**
   * A share of all tenants, above 0 and up to 1.
   */
  share: number;
}
export type RestWave = {
  name: Id;
}
/**
 * What is allowed, and what people must approve.
 */
export type Policies = {
  /**
   * The share of deployed messages that one run may archive, 0 to 1.
   */
  maxArchives?: number;
  /**
   * How long something unwanted stays at the vendor before it is archived: days, hours or minutes, such as 30d or 12h.
   */
  archiveGrace?: string;
  /**
   * Whether a change must have been approved in a pull request: off, warn or require.
   */
  approval?: 'off' | 'warn' | 'require';
  /**
   * Domains that links in every tenant's messages may lead to.
   */
  links?: Domain[];
}
/**
 * What `tenantry credentials list` prints with `--json`: whose keys are in encrypted files. Never a key.
 */
export type CredentialsList = {
  /**
   * The keys of accounts with encrypted credentials, by account and workspace.
   */
  keys: ListedKey[];
}
export type ListedKey = {
  account: string;
  workspace: string;
  /**
   * Where the key is, or would be.
   */
  file: string;
  /**
   * Whether there is a file for a workspace that a tenant has; unused: there is a file, but no tenant has the workspace.
   */
  state: 'present' | 'missing' | 'unused';
}
/**
 * What `tenantry deploy --json` prints.
 */
export type Deployment = {
  run: string;
  commit: string;
  /**
   * Pairs by outcome.
   */
  summary: {
    deployed: number;
    archived: number;
    failed: number;
    held: number;
    /**
     * Not tried, because the run was stopped before.
     */
    skipped: number;
    /**
     * Refused by a guard.
     */
    refused: number;
    unchanged: number;
  };
  /**
   * Every pair in which something was to change.
   */
  pairs: DeployedPair[];
  /**
   * Pairs with a message that nobody approved, where policies.approval asks for approval. Absent when there is none.
   */
  unapproved?: UnapprovedPair[];
  /**
   * Why guards refused the whole plan, so that nothing was written, or single workspaces, whose pairs say so too. Absent when there is none.
   */
  refusals?: {
    code: string;
    message: string;
    fix: string;
    [k: string]: unknown;
  }[];
}
export type DeployedPair = {
  tenant: string;
  template: string;
  account: string;
  workspace: string;
  outcome: 'deployed' | 'archived' | 'failed' | 'held' | 'skipped' | 'refused' | 'unchanged';
  error?: string;
  /**
   * What kind of failure it was at the vendor.
   */
  failure?:
    | 'credentials'
    | 'not-found'
    | 'rejected'
    | 'rate-limited'
    | 'unavailable'
    | 'quota'
    | 'foreign'
    | 'identity'
    | 'storage';
  /**
   * Why it is held.
   */
  why?: string;
}
export type UnapprovedPair = {
  tenant: string;
  template: string;
  account: string;
  workspace: string;
  /**
   * The locales of the messages that nobody approved.
   */
  locales: string[];
  /**
   * `require`: the pair is held; `warn`: it is deployed all the same.
   */
  policy: 'warn' | 'require';
  why: string;
  /**
   * How to approve it.
   */
  fix: string;
}
/**
 * What `tenantry emulate --json` prints when it is stopped.
 */
export type Emulation = {
  vendor: string;
  /**
   * Where it listened.
   */
  url: string;
  /**
   * How many requests it received.
   */
  requests: number;
}
/**
 * What a command prints with `--json` when it could not do its work and there are no diagnostics to list.
 */
export type ErrorDocument = {
  error: {
    message: string;
    /**
     * What to do next.
     */
    fix?: string;
  };
}
/**
 * What `tenantry explain --json` prints.
 */
export type Explanation = {
  tenant: string;
  status: 'draft' | 'active' | 'suspended' | 'retired';
  /**
   * Every value of the merged tenant, and the place that set it. Empty when one pair was asked about.
   */
  values: ExplainedValue[];
  pairs: ExplainedPair[];
}
export type ExplainedValue = {
  path: string;
  /**
   * Any JSON value.
   */
  value: {
    [k: string]: unknown;
  };
  file: string;
  line: number;
  column: number;
  /**
   * Lower layers that set another value, the nearest first.
   */
  overrides: string[];
}
export type ExplainedPair = {
  template: string;
  version: string;
  /**
   * `<account>/<workspace>`; absent for what is deployed nowhere.
   */
  destination?: string;
  /**
   * What a deployment would do now; `excluded` for what is not meant for the tenant.
   */
  action: 'create' | 'update' | 'archive' | 'unchanged' | 'held' | 'excluded';
  reasons: string[];
  messages: {
    locale: string;
    action: string;
  }[];
}
/**
 * What `tenantry credentials keygen` prints with `--json`.
 */
export type Keygen = {
  /**
   * The public key, for `recipients`.
   */
  recipient: string;
  /**
   * The file that the secret key was written to.
   */
  file: string;
}
/**
 * tenants/_defaults.yaml and tenants/_groups/<group>.yaml: values that tenants have unless they set their own. null removes the value of a lower layer.
 */
export type Layer = {
  labels?: Labels;
  workspaces?: LayerWorkspaces;
  locales?: TenantLocales;
  timezone?: Timezone;
  jurisdictions?: Jurisdictions;
  senders?: Senders;
  domains?: Domains;
  app?: App;
  variables?: Variables;
  optOut?: OptOuts;
  pins?: Pins;
  freeze?: Freezes;
}
export type OptOut = {
  until?: IsoDate;
  /**
   * The reason, for people who read this later.
   */
  reason?: string;
}
export type Pin = {
  version: Version;
  until?: IsoDate;
  /**
   * The reason, for people who read this later.
   */
  reason?: string;
}
export type Freeze = {
  from: IsoDate;
  until: IsoDate;
  /**
   * The reason, for people who read this later.
   */
  reason?: string;
}
/**
 * A line of a ledger file, after its first: what was last deployed for one tenant, template and locale to the workspace that the file is named after.
 */
export type LedgerLine = {
  tenant: string;
  template: string;
  locale: string;
  /**
   * Digest of everything the message was made from.
   */
  key: string;
  /**
   * Digest of the payload that was sent.
   */
  digest: string;
  /**
   * Digest of the message without the tenant's own values.
   */
  skeleton: string;
  /**
   * The remote object's name.
   */
  name: string;
  /**
   * The vendor's id of the remote object.
   */
  id: string;
  /**
   * Digest of what the vendor held right after the write.
   */
  remote: string;
  /**
   * The commit of the repository that was deployed; `unknown` where the line could only be rebuilt from the workspace.
   */
  commit: string;
  /**
   * The run that wrote it.
   */
  run: string;
  /**
   * ISO time of the run that first found it unwanted.
   */
  unwantedSince?: string;
}
/**
 * The complete list of changes from what is deployed to what the repository asks for; the only thing `deploy` carries out. Holds digests, not texts.
 */
export type Plan = {
  version: 1;
  /**
   * The repository's id, as in .github/tenantry.yml.
   */
  repository: string;
  /**
   * The commit planned from; `<id>+dirty.<digest>` with uncommitted changes, `none` outside git.
   */
  commit: string;
  /**
   * The moment planned for (ISO 8601): decides freezes, `until` dates and grace times.
   */
  now: string;
  digest: string;
  /**
   * How the run was narrowed; empty lists mean everything.
   */
  scope: {
    tenants: string[];
    templates: string[];
    labels: {
      [k: string]: string;
    };
  };
  summary: PlanCounts;
  workspaces: PlannedWorkspace[];
  /**
   * Sorted by account, workspace, tenant and template. Includes unchanged pairs only if all pairs were asked for.
   */
  pairs: PlannedPair[];
  /**
   * Ledger lines to bring up to date without a call to a vendor: an equal message under a new key, or one that is wanted again.
   */
  refresh: {
    account: string;
    workspace: string;
    tenant: string;
    template: string;
    locale: string;
    /**
     * The tenant's earlier id, under which the ledger has the line.
     */
    formerly?: string;
    digest: string;
  }[];
  /**
   * Guards that refuse this plan. `deploy` writes nothing while there is one, except that too many archives stop only a deployment that may archive.
   */
  refusals: PlanRefusal[];
  /**
   * Workspaces that could not be read, and why; for these the plan relies on the ledger alone.
   */
  unreadable: UnreadableWorkspace[];
  /**
   * Messages in the ledger that no longer exist at the vendor, in workspaces that were read: `ledger rebuild` removes them from the ledger, so that they are created again.
   */
  missing: MissingMessage[];
  forecast: {
    /**
     * Calls to vendors, at most.
     */
    calls: number;
    /**
     * Seconds from the first to the last write, as far as known limits determine them.
     */
    seconds: number;
  };
}
/**
 * Pairs by action.
 */
export type PlanCounts = {
  create: number;
  update: number;
  archive: number;
  unchanged: number;
  held: number;
}
/**
 * A workspace in which something is to change or is held.
 */
export type PlannedWorkspace = {
  account: string;
  workspace: string;
  provider: string;
  dialect: string;
  /**
   * When a write reaches customers.
   */
  live: 'on-write' | 'by-id' | 'by-reference' | 'by-channel';
  /**
   * Whether the ledger knows this workspace.
   */
  known: boolean;
  /**
   * Messages to create or update.
   */
  writes: number;
  /**
   * Messages to archive.
   */
  archives: number;
}
/**
 * A tenant's messages of one template at one destination.
 */
export type PlannedPair = {
  tenant: string;
  template: string;
  /**
   * The tenant's earlier id, under which the ledger has this pair.
   */
  formerly?: string;
  /**
   * Absent for what is only known from the ledger.
   */
  channel?: 'email' | 'push' | 'sms';
  account: string;
  workspace: string;
  action: 'create' | 'update' | 'archive' | 'unchanged' | 'held';
  reasons: PlanReason[];
  /**
   * By locale.
   */
  messages: PlannedMessage[];
}
export type PlanReason = {
  code:
    | 'new'
    | 'changed'
    | 'moved'
    | 'renamed'
    | 'locale-added'
    | 'locale-dropped'
    | 'tenant-retired'
    | 'tenant-removed'
    | 'template-removed'
    | 'not-targeted'
    | 'opted-out'
    | 'feature-missing'
    | 'no-workspace'
    | 'suspended'
    | 'freeze'
    | 'archive-grace'
    | 'unprovisioned'
    | 'unapproved'
    | 'pinned'
    | 'draft';
  message: string;
}
export type PlannedMessage = {
  locale: string;
  action: 'create' | 'update' | 'archive' | 'unchanged' | 'held';
  /**
   * Digest of what is deployed; null for nothing.
   */
  before: string | null;
  /**
   * Digest of what is to be deployed; null for nothing.
   */
  after: string | null;
  /**
   * Equal for messages whose change is the same apart from the tenants' own values; null where there is none.
   */
  class: string | null;
}
export type PlanRefusal = {
  code:
    | 'too-many-archives'
    | 'written-and-archived'
    | 'ledger-lost'
    | 'workspace-emptied'
    | 'older-than-ledger'
    | 'workspace-changed-hands';
  message: string;
  fix: string;
}
export type UnreadableWorkspace = {
  account: string;
  workspace: string;
  /**
   * What kind of failure it was at the vendor.
   */
  failure:
    | 'credentials'
    | 'not-found'
    | 'rejected'
    | 'rate-limited'
    | 'unavailable'
    | 'quota'
    | 'foreign'
    | 'identity'
    | 'storage';
  error: string;
}
export type MissingMessage = {
  account: string;
  workspace: string;
  tenant: string;
  template: string;
  locale: string;
  /**
   * Its name at the vendor.
   */
  name: string;
}
/**
 * What `tenantry preview --json` prints.
 */
export type Previewing = {
  summary: {
    /**
     * Messages that would change.
     */
    changed: number;
    /**
     * Messages written to messages.ndjson.
     */
    messages: number;
    /**
     * Messages on the page.
     */
    shown: number;
    /**
     * Edits as a reviewer sees them, each counted once, however many messages it is in.
     */
    changes: number;
    /**
     * Groups of messages that change in the same way apart from the tenants' own values.
     */
    classes: number;
    /**
     * Messages that a reviewer is asked to look at: they stand for the others.
     */
    previews: number;
    tenants: PreviewedTenants;
    /**
     * What is dangerous in the change, the most serious first.
     */
    risks: PreviewedRisk[];
  };
  /**
   * The path of index.html.
   */
  page: string;
  /**
   * The path of messages.ndjson.
   */
  messages: string;
}
export type PreviewedTenants = {
  /**
   * Tenants with a message that is created, updated or archived.
   */
  changing: number;
  /**
   * Tenants all of whose changes are held.
   */
  held: number;
  /**
   * Tenants that the changed templates are not for.
   */
  excluded: number;
  /**
   * All the others.
   */
  unchanged: number;
  total: number;
}
export type PreviewedRisk = {
  code: 'legal' | 'unsubscribe' | 'links' | 'sender' | 'contract' | 'reach' | 'policy' | 'archive';
  /**
   * stop: must be understood before it is approved. look: worth a look.
   */
  severity: 'stop' | 'look';
  message: string;
}
/**
 * What `tenantry ledger rebuild --json` prints.
 */
export type Rebuilding = {
  run: string;
  summary: {
    /**
     * Workspaces that were read.
     */
    workspaces: number;
    /**
     * Messages whose ledger lines were correct.
     */
    kept: number;
    /**
     * Messages without a correct ledger line that are as the repository asks for now.
     */
    current: number;
    /**
     * Messages from an earlier state; the next deployment updates them.
     */
    earlier: number;
    /**
     * Messages that were in the ledger but no longer exist; where they are still wanted, the next deployment creates them.
     */
    gone: number;
    unattributed: number;
    /**
     * Workspaces that could not be listed; their ledgers are as before.
     */
    unreadable: number;
  };
  /**
   * Objects with this repository's marker that cannot be recorded in the ledger: deployments to their workspaces are refused until they are removed.
   */
  unattributed: {
    account: string;
    workspace: string;
    name: string;
    reason: string;
  }[];
  /**
   * Workspaces that could not be read, and why.
   */
  unreadable: {
    account: string;
    workspace: string;
    /**
     * What kind of failure it was at the vendor.
     */
    failure:
      | 'credentials'
      | 'not-found'
      | 'rejected'
      | 'rate-limited'
      | 'unavailable'
      | 'quota'
      | 'foreign'
      | 'identity'
      | 'storage';
    error: string;
  }[];
}
/**
 * routes/<tenant>.json beside the ledger, written by every deployment: what a sending service reads to send each of a tenant's messages through the right workspace.
 */
export type RouteFile = {
  /**
   * The tenant's id.
   */
  tenant: string;
  /**
   * The commit whose deployment last changed these routes.
   */
  commit: string;
  /**
   * Why nothing is deployed to the tenant at present: suspended or freeze. What is deployed stays in use.
   */
  hold?: string;
  /**
   * By template id. A template that is absent is not deployed for this tenant.
   */
  templates: {
    [k: string]: Route;
  };
}
export type Route = {
  /**
   * email, push or sms.
   */
  channel: string;
  /**
   * SHA-256 of the JSON Schema that the data of a send must conform to; the schema is in routes/contracts/<digest>.json.
   */
  contract: string;
  /**
   * By locale.
   */
  locales: {
    [k: string]: RoutePlace;
  };
}
/**
 * Where a message is.
 */
export type RoutePlace = {
  account: string;
  workspace: string;
  /**
   * The vendor's id of the message.
   */
  id: string;
  /**
   * Digest of what is deployed.
   */
  digest: string;
}
/**
 * What `tenantry status --json` prints: what the ledger says is deployed.
 */
export type Status = {
  repository: string;
  commit: string;
  workspaces: StatusWorkspace[];
  /**
   * Runs that are in progress or were interrupted; the next deployment settles the interrupted ones.
   */
  unfinished: string[];
  /**
   * Who holds the lock of all writers.
   */
  holder?: {
    run: string;
    host: string;
    pid: number;
    since: string;
    expires: string;
  };
}
export type StatusWorkspace = {
  account: string;
  workspace: string;
  /**
   * Whose messages it holds.
   */
  tenants: string[];
  messages: number;
  /**
   * Unwanted messages that wait for the end of their grace time before they are archived.
   */
  unwanted: number;
  /**
   * Commits that the messages were deployed from.
   */
  commits: string[];
  runs: string[];
}
/**
 * strings/<locale>.yaml: texts by key, in nested maps. A tenant's own file has the template's id on the first level.
 */
export type StringsFile = {
  [k: string]: StringEntry;
}
/**
 * templates/<template>/template.yaml: what a message design is for, who gets it, and what it needs.
 */
export type TemplateMetadata = {
  /**
   * The name that people use for it.
   */
  name: string;
  version: Version;
  /**
   * How it is sent; decides which .hbs files the folder holds.
   */
  channel: 'email' | 'push' | 'sms';
  /**
   * marketing: only with consent, with a way to unsubscribe. transactional: part of something the recipient asked for.
   */
  category: 'marketing' | 'transactional';
  topic: Id;
  /**
   * Whom to ask about it: @user, @organisation/team or an address.
   *
   * Items: A person or a team.
   */
  owners?: string[];
  targets: Targets;
  /**
   * What a tenant must have to get it.
   */
  requires?: {
    /**
     * Tenant variables features.<name> that must be on.
     *
     * Items: The name of a feature.
     */
    features?: string[];
  };
  /**
   * Keys of strings that a tenant may replace in its own strings/<locale>.yaml.
   *
   * Items: A dotted key, such as hero.title.
   */
  overridable?: string[];
  portable?: Portable;
  variables?: ObjectSchema;
  runtime?: RuntimeSchema;
}
/**
 * The JSON Schema of an object.
 */
export type ObjectSchema = {
  /**
   * Always object.
   */
  type: 'object';
  /**
   * A short name.
   */
  title?: string;
  /**
   * What it means.
   */
  description?: string;
  /**
   * The members of the object, by name.
   */
  properties?: {
    [k: string]: ValueSchema;
  };
  /**
   * Names of the members that are always present.
   */
  required?: string[];
  /**
   * false: only the listed properties are allowed.
   */
  additionalProperties?: boolean;
}
/**
 * JSON Schema of the data that every send carries.
 */
export type RuntimeSchema = {
  recipient?: ObjectSchema;
  event?: ObjectSchema;
}
/**
 * tenants/<tenant>/tenant.yaml: one customer of the platform. What is absent here comes from its groups and from tenants/_defaults.yaml; null removes such a value.
 */
export type TenantFile = {
  /**
   * The name its customers know it by.
   */
  name: string;
  /**
   * draft: validated and previewed, never deployed. active: deployed. suspended: what is deployed stays as it is. retired: what is deployed is archived.
   */
  status: 'draft' | 'active' | 'suspended' | 'retired';
  labels?: Labels;
  /**
   * Groups whose values the tenant takes (tenants/_groups/<group>.yaml); later ones override earlier ones.
   */
  groups?: Id[];
  workspaces?: Workspaces;
  locales?: TenantLocales;
  timezone?: Timezone;
  jurisdictions?: Jurisdictions;
  senders?: Senders;
  domains?: Domains;
  app?: App;
  variables?: Variables;
  optOut?: OptOuts;
  pins?: Pins;
  freeze?: Freezes;
  /**
   * Earlier ids of this tenant, newest first, so that a rename moves what is deployed instead of archiving it.
   */
  formerly?: Id[];
}
/**
 * What `tenantry validate --json` prints; also what any command prints when it finds errors in the repository's files.
 */
export type Validation = {
  summary: {
    errors: number;
    warnings: number;
    tenants?: number;
    templates?: number;
    /**
     * Messages rendered.
     */
    messages?: number;
  };
  diagnostics: DiagnosticItem[];
}
export type DiagnosticItem = {
  code: string;
  severity: 'error' | 'warning';
  file: string;
  line: number;
  column: number;
  message: string;
  fix?: string;
}
/**
 * What `tenantry new`, `tenantry pin`, `tenantry credentials add` and `tenantry credentials rotate` print with `--json`.
 */
export type Written = {
  /**
   * With `pin`, the version the tenant stays on.
   */
  version?: string;
  /**
   * Files written or changed, relative to the repository.
   */
  written: string[];
}
