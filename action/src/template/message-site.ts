import type { SourceFile, TemplateVersion, Tenant } from '../config/model.ts';
import type { Compiled } from './compiled.ts';
import type { Formats } from './formats/formats.ts';
import { formats } from './formats/index.ts';
import { isLink } from './link-value.ts';
import { dataRoot, declaration } from './schema.ts';
import type { Declared, FoundString, Site } from './site.ts';
import { findPartial, partialNames, type Sources } from './sources.ts';
import { findString, stringKeys } from './strings.ts';
import type { Data, Static, Value, Vendors } from './value.ts';

/** What all messages of a template's version have in common. */
export interface Facts {
  readonly recipient: Data;
  readonly event: Data;
  readonly declared: Map<string, Declared | undefined>;
}

export function factsOf(version: TemplateVersion): Facts {
  const declared = new Map<string, Declared | undefined>(builtIn);
  return { recipient: dataRoot(version.metadata, 'recipient'), event: dataRoot(version.metadata, 'event'), declared };
}

/** What all of a tenant's messages have in common. */
export interface TenantFacts {
  readonly tenant: Tenant;
  readonly variables: Static;
  readonly itself: Static;
  /** Texts that were checked, and whether each is a link. */
  readonly links: Map<string, boolean>;
}

export function tenantFactsOf(tenant: Tenant): TenantFacts {
  const { id, name, variables } = tenant;
  return {
    tenant,
    variables: { kind: 'static', value: variables, origin: '', met: new Map() },
    itself: { kind: 'static', value: { id, name }, origin: 'tenant', met: new Map() },
    links: new Map(),
  };
}

const ident: Declared = { schema: { type: 'string', format: 'ident' }, optional: false };
const builtIn = [
  ['tenant.id', ident],
  ['locale.code', ident],
  ['locale.language', ident],
  ['locale.direction', ident],
] as const;

/** What one message is evaluated with: its template, tenant and locale. */
export class MessageSite implements Site {
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly locale: string;
  readonly formats: Formats | undefined;
  readonly #chain: readonly string[];
  readonly #sources: Sources;
  readonly #facts: Facts;
  readonly #own: TenantFacts;

  constructor(
    sources: Sources,
    facts: Facts,
    own: TenantFacts,
    version: TemplateVersion,
    locale: string,
    chain: readonly string[],
  ) {
    this.version = version;
    this.tenant = own.tenant;
    this.locale = locale;
    this.formats = formats.get(locale);
    this.#chain = chain;
    this.#sources = sources;
    this.#facts = facts;
    this.#own = own;
  }

  source(name: string): SourceFile | undefined {
    return findPartial(this.version, this.tenant, name);
  }

  partialNames(): readonly string[] {
    return partialNames(this.version, this.tenant);
  }

  compiled(source: SourceFile): Compiled {
    return this.#sources.compiled(source);
  }

  string(key: string): FoundString | undefined {
    return findString(this.version, this.tenant, this.#chain, key);
  }

  stringKeys(): readonly string[] {
    return stringKeys(this.version);
  }

  declared(origin: string): Declared | undefined {
    const { declared } = this.#facts;
    if (!declared.has(origin)) declared.set(origin, declaration(this.version.metadata, origin));
    return declared.get(origin);
  }

  isLink(text: string): boolean {
    const { links, tenant } = this.#own;
    let answer = links.get(text);
    if (answer === undefined) {
      answer = isLink(text, tenant.app?.scheme);
      links.set(text, answer);
    }
    return answer;
  }

  /** The context in which fields begin: the tenant's variables, and the names that have a meaning everywhere. */
  root(): Value {
    const { variables, itself } = this.#own;
    const members = new Map<string, Value>([
      ['tenant', itself],
      ['locale', { kind: 'static', value: { ...localeOf(this.locale) }, origin: 'locale' }],
      ['recipient', this.#facts.recipient],
      ['event', this.#facts.event],
      ['vendor', vendors],
    ]);
    return { kind: 'overlay', base: variables, members };
  }
}

const vendors: Vendors = { kind: 'vendors' };

/** Languages written from right to left, by the Unicode script property of their usual script. */
const rightToLeft: ReadonlySet<string> = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** What templates can know about a locale. */
export function localeOf(code: string): { code: string; language: string; direction: 'ltr' | 'rtl' } {
  const [language = code] = code.split('-');
  return { code, language, direction: rightToLeft.has(language) ? 'rtl' : 'ltr' };
}
