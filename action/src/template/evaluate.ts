import { fallbackChain } from '../config/locales.ts';
import type { SourceFile, TemplateVersion, Tenant, TenantryConfig } from '../config/model.ts';
import { type Code, diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { whereIs } from './branch.ts';
import type { FieldFormat } from './dialects/dialect.ts';
import type { Env, Run } from './env.ts';
import { type HtmlState, htmlStates } from './html-state.ts';
import type { Node, Spot } from './ir.ts';
import { LimitReached, limits } from './limits.ts';
import { type Facts, factsOf, MessageSite, type TenantFacts, tenantFactsOf } from './message-site.ts';
import { positionOf } from './reach.ts';
import type { Sources } from './sources.ts';
import type { Value } from './value.ts';

/** One message field, with everything computed that the tenant's values determine. */
export interface EvaluatedField {
  readonly format: FieldFormat;
  readonly nodes: readonly Node[];
  /** What is wrong for this tenant; what is wrong in the sources for everyone is in `Reach.problems`. */
  readonly problems: readonly Diagnostic[];
}

/** Evaluates the fields of messages, and caches what holds for all messages of a template or a tenant. */
export class Evaluator {
  readonly #config: TenantryConfig;
  readonly #sources: Sources;
  readonly #facts = new WeakMap<TemplateVersion, Facts>();
  readonly #tenants = new WeakMap<Tenant, TenantFacts>();
  readonly #chains = new Map<string, readonly string[]>();

  constructor(config: TenantryConfig, sources: Sources) {
    this.#config = config;
    this.#sources = sources;
  }

  /** The locales in which strings are looked for, in order. */
  chain(locale: string): readonly string[] {
    let chain = this.#chains.get(locale);
    if (chain === undefined) {
      chain = fallbackChain(locale, this.#config.locales?.fallback ?? {});
      this.#chains.set(locale, chain);
    }
    return chain;
  }

  /** What a message's fields are evaluated with. */
  site(version: TemplateVersion, tenant: Tenant, locale: string): MessageSite {
    let facts = this.#facts.get(version);
    if (facts === undefined) {
      facts = factsOf(version);
      this.#facts.set(version, facts);
    }
    let own = this.#tenants.get(tenant);
    if (own === undefined) {
      own = tenantFactsOf(tenant);
      this.#tenants.set(tenant, own);
    }
    return new MessageSite(this.#sources, facts, own, version, locale, this.chain(locale));
  }
}

/** Evaluates one field of a message. Never throws for a faulty template: what is wrong is in `problems`. */
export function evaluateField(site: MessageSite, root: Value, field: string, source: SourceFile): EvaluatedField {
  const format: FieldFormat = field === 'html' ? 'html' : 'text';
  const run = new FieldRun(site, root, startOf(field));
  const env: Env = {
    context: root,
    up: undefined,
    params: undefined,
    loop: undefined,
    inlines: undefined,
    block: undefined,
    calls: undefined,
  };
  try {
    site.compiled(source).body(run, env);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    run.report('template-limit', run.at ?? { source, line: 1, column: 1 }, error.message, error.fix);
  }
  if (format === 'html' && run.state !== htmlStates.text && run.problems.length === 0) reportUnclosed(run, source);
  return { format, nodes: run.out, problems: run.problems };
}

function reportUnclosed(run: FieldRun, source: SourceFile): void {
  const lines = source.text.split('\n');
  const at = { source, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  const message = `The HTML ends ${whereIs(run.state)}; anything that a mail program adds after it would become part of that.`;
  run.report('template-html-unclosed', at, message, 'Close the tag, quote or comment.');
}

function startOf(field: string): HtmlState {
  if (field === 'html') return htmlStates.text;
  return field === 'link' ? htmlStates.link : htmlStates.plain;
}

class FieldRun implements Run {
  readonly site: MessageSite;
  readonly root: Value;
  readonly problems: Diagnostic[] = [];
  out: Node[] = [];
  state: HtmlState;
  guards = undefined;
  loops = 0;
  steps: number = limits.steps;
  room: number = limits.output;
  at: Spot | undefined;
  readonly #seen = new Set<string>();

  constructor(site: MessageSite, root: Value, state: HtmlState) {
    this.site = site;
    this.root = root;
    this.state = state;
  }

  /** Reports each problem once, however often it is met. */
  report(code: Code, at: Spot, message: string, fix?: string): void {
    const position = positionOf(at);
    const key = `${code} ${position.file}:${position.line}:${position.column} ${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const more = { tenants: [this.site.tenant.id], ...(fix === undefined || fix === '' ? {} : { fix }) };
    this.problems.push(diagnose(code, position, message, more));
  }
}
