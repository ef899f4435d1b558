import type {
  SourceFile,
  Strings,
  TemplateMetadata,
  TemplateVersion,
  Tenant,
  TenantryConfig,
} from '../../../src/config/model.ts';
import type { JsonObject } from '../../../src/digest.ts';
import { createRenderer, type Evaluated, type Renderer } from '../../../src/template/render.ts';

/** A repository in a few lines, for tests of templates. */
export interface World {
  readonly fields?: Readonly<Record<string, string>>;
  readonly partials?: Readonly<Record<string, string>>;
  readonly layouts?: Readonly<Record<string, string>>;
  readonly own?: Readonly<Record<string, string>>;
  readonly variables?: JsonObject;
  /** `template.yaml`'s `variables.properties`. */
  readonly declared?: JsonObject;
  readonly required?: readonly string[];
  readonly recipient?: JsonObject;
  readonly event?: JsonObject;
  readonly channel?: 'email' | 'push' | 'sms';
  /** Locale to texts. */
  readonly strings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly sharedStrings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ownStrings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly overridable?: readonly string[];
  readonly fallback?: Readonly<Record<string, string>>;
  readonly locales?: readonly string[];
  readonly app?: string;
}

export interface Built {
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly config: TenantryConfig;
  readonly renderer: Renderer;
}

export function build(world: World): Built {
  const version = versionOf(world);
  const tenant = tenantOf(world);
  const config = configOf(world);
  return { version, tenant, config, renderer: createRenderer({ config }) };
}

export function evaluate(world: World, locale = 'en'): Evaluated {
  const { version, tenant, renderer } = build(world);
  return renderer.evaluate(version, tenant, locale);
}

export function configOf(world: World): TenantryConfig {
  return { repository: 'test', accounts: {}, locales: { fallback: { ...world.fallback } } };
}

export function versionOf(world: World): TemplateVersion {
  const { declared, required = [], recipient, event, channel = 'email' } = world;
  const metadata = {
    name: 'Test',
    version: '1.0.0',
    channel,
    category: 'transactional',
    topic: 'orders',
    targets: { all: true },
    overridable: [...(world.overridable ?? [])],
    variables: { type: 'object', properties: declared ?? {}, required: [...required] },
    runtime: { ...(recipient && { recipient }), ...(event && { event }) },
  } as unknown as TemplateMetadata;
  return {
    id: 'test',
    channel,
    metadata,
    file: 'templates/test/template.yaml',
    fields: files('templates/test', world.fields ?? {}),
    strings: stringFiles('templates/test/strings', world.strings ?? {}),
    library: {
      layouts: files('templates/_layouts', world.layouts ?? {}),
      partials: files('templates/_partials', world.partials ?? {}),
      strings: stringFiles('templates/_strings', world.sharedStrings ?? {}),
    },
  };
}

export function tenantOf(world: World, id = 'acme'): Tenant {
  const strings = new Map(
    Object.entries(world.ownStrings ?? {}).map(([locale, texts]) => [
      locale,
      { path: `tenants/${id}/strings/${locale}.yaml`, templates: new Map([['test', stringsOf(texts)]]) },
    ]),
  );
  return {
    id,
    name: 'Acme & Co',
    status: 'active',
    labels: {},
    groups: ['northeast'],
    workspaces: {},
    locales: world.locales ?? ['en'],
    timezone: 'America/New_York',
    jurisdictions: [],
    senders: {},
    domains: [],
    ...(world.app === undefined ? {} : { app: { scheme: world.app } }),
    variables: world.variables ?? {},
    optOut: {},
    pins: {},
    freeze: {},
    formerly: [],
    file: `tenants/${id}/tenant.yaml`,
    partials: files(`tenants/${id}/partials`, world.own ?? {}),
    strings,
    rendered: null,
  };
}

function files(folder: string, texts: Readonly<Record<string, string>>): Map<string, SourceFile> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, { path: `${folder}/${name}.hbs`, text }]));
}

function stringFiles(folder: string, byLocale: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  return new Map(
    Object.entries(byLocale).map(([locale, texts]) => [
      locale,
      { path: `${folder}/${locale}.yaml`, strings: stringsOf(texts) },
    ]),
  );
}

function stringsOf(texts: Readonly<Record<string, string>>): Strings {
  return new Map(Object.entries(texts));
}
