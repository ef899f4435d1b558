import type { TemplateVersion, Tenant } from '../config/model.ts';
import { digestOf, type JsonObject, prettyJson } from '../digest.ts';
import type { Route, RouteFile } from '../generated/index.ts';
import { type Destination, destinationKey, type LedgerLine, lineKey, type RouteFiles } from '../ledger/ledger.ts';
import { includesFormerTenant, includesTemplate, includesTenant } from '../plan/scope.ts';
import { holdReason, target, type Verdict } from '../plan/targets.ts';
import type { Context } from './context.ts';
import { parseRoutes } from './route-file.ts';

/** The routing table to publish. */
export interface Routes {
  readonly files: RouteFiles;
  /** The objects that it leads to, by `objectKey`. */
  readonly inUse: ReadonlySet<string>;
}

/** The key that identifies a remote object: its destination and its id there. */
export function objectKey(destination: Destination, id: string): string {
  return `${destinationKey(destination)} ${id}`;
}

/**
 * Builds the routing table for what is deployed now: for each tenant, template and locale, the object that a send must
 * use. A wanted message leads to its workspace once it is there, and until then to where it was. An unwanted message
 * has no route. What this run was told not to look at keeps the route it has.
 */
export function makeRoutes(context: Context, published: RouteFiles): Routes {
  const { repository } = context.dependencies;
  const previous = parseRoutes(published);
  const builder = new Builder(context, previous);
  const files = new Map<string, RouteFile>();
  for (const tenant of repository.tenants.values()) files.set(tenant.id, builder.file(tenant));
  const renamed = new Set([...repository.tenants.values()].flatMap((tenant) => tenant.formerly));
  for (const file of previous.values()) {
    if (!repository.tenants.has(file.tenant) && !renamed.has(file.tenant))
      files.set(file.tenant, builder.removed(file));
  }
  return print([...files.values()], previous, new Map([...published, ...builder.contracts]));
}

/**
 * The route files to publish; undefined to leave the published ones alone. That is done where none are published
 * although workspaces hold messages of ours that the ledger does not know: the whole ledger was lost then, and a table
 * of the little that remains would tell the sending service that all the rest is gone.
 */
export function publishable(
  { files }: Routes,
  published: RouteFiles,
  refusals: Context['refusals'],
): RouteFiles | undefined {
  const isLost = [...refusals.values()].some(({ code }) => code === 'ledger-lost');
  return isLost && published.size === 0 ? undefined : files;
}

class Builder {
  readonly contracts = new Map<string, string>();
  readonly #context: Context;
  readonly #previous: ReadonlyMap<string, RouteFile>;
  readonly #lines = new Map<string, { readonly destination: Destination; readonly line: LedgerLine }[]>();
  /** Pairs of the plan of which nothing is deployed as planned, by `tenant/template`. */
  readonly #behind = new Set<string>();
  /** Pairs of the plan that must not change before somebody has approved it, by `tenant/template`. */
  readonly #unapproved = new Set<string>();

  constructor(context: Context, previous: ReadonlyMap<string, RouteFile>) {
    this.#context = context;
    this.#previous = previous;
    for (const { destination, lines } of context.book.entries()) {
      for (const [key, line] of lines) {
        const found = this.#lines.get(key);
        if (found) found.push({ destination, line });
        else this.#lines.set(key, [{ destination, line }]);
      }
    }
    for (const pair of context.plan.pairs) {
      const wanted = pair.messages.some((message) => message.after !== null);
      const id = `${pair.tenant}/${pair.template}`;
      if (wanted && !context.tally.isCurrent(pair)) this.#behind.add(id);
      if (pair.reasons.some(({ code }) => code === 'unapproved')) this.#unapproved.add(id);
    }
  }

  file(tenant: Tenant): RouteFile {
    const { plan, dependencies, today } = this.#context;
    const earlier = [tenant.id, ...tenant.formerly].map((id) => this.#previous.get(id)).find(Boolean);
    if (earlier && !includesTenant(plan.scope, tenant)) return { ...earlier, tenant: tenant.id };
    const templates: Record<string, Route> = {};
    const hold = tenant.status === 'draft' ? undefined : holdReason(tenant, today)?.code;
    for (const template of dependencies.repository.templates.values()) {
      const verdict = target(tenant, template, today);
      const entry = this.#entry(tenant, template.id, verdict, earlier?.templates[template.id]);
      if (entry) templates[template.id] = entry;
    }
    for (const [id, entry] of Object.entries(earlier?.templates ?? {})) {
      const held = hold !== undefined || this.#isUnapproved(tenant, id);
      const kept = held || !includesTemplate(plan.scope, id);
      if (kept && !dependencies.repository.templates.has(id)) templates[id] = entry;
    }
    return { tenant: tenant.id, commit: plan.commit, ...(hold !== undefined && { hold }), templates };
  }

  /** The remaining routes of a tenant that the repository no longer has. */
  removed(file: RouteFile): RouteFile {
    const { scope } = this.#context.plan;
    const kept = Object.entries(file.templates).filter(
      ([id]) =>
        !includesFormerTenant(scope, file.tenant) ||
        !includesTemplate(scope, id) ||
        this.#unapproved.has(`${file.tenant}/${id}`),
    );
    return { ...file, templates: Object.fromEntries(kept) };
  }

  #entry(tenant: Tenant, template: string, verdict: Verdict, earlier: Route | undefined): Route | undefined {
    if (!includesTemplate(this.#context.plan.scope, template)) return earlier;
    if (tenant.status === 'draft' || verdict.kind === 'draft') return undefined;
    const isHeld = verdict.hold !== undefined || this.#isUnapproved(tenant, template);
    if (verdict.kind === 'unwanted') return isHeld ? earlier : undefined;
    const { account, id: workspace = tenant.id } = verdict.binding;
    // A pair on hold keeps even the locales that the tenant has dropped.
    const locales: Record<string, Route['locales'][string]> = isHeld ? { ...earlier?.locales } : {};
    const isBehind = this.#behind.has(`${tenant.id}/${template}`);
    for (const locale of tenant.locales) {
      const found = this.#deployed(tenant, template, locale, { account, workspace });
      if (!found) {
        // A lost ledger does not know what is there, which is no reason to stop sending it.
        const kept = isBehind ? earlier?.locales[locale] : undefined;
        if (kept) locales[locale] = kept;
        continue;
      }
      const { id, digest } = found.line;
      locales[locale] = { account: found.destination.account, workspace: found.destination.workspace, id, digest };
    }
    if (Object.keys(locales).length === 0) return undefined;
    if (earlier && isBehind) return { channel: earlier.channel, contract: earlier.contract, locales };
    return { channel: verdict.version.channel, contract: this.#contract(verdict.version), locales };
  }

  #isUnapproved({ id, formerly }: Tenant, template: string): boolean {
    return [id, ...formerly].some((one) => this.#unapproved.has(`${one}/${template}`));
  }

  /** Where a message is: at its destination, or else wherever it was deployed before. */
  #deployed(tenant: Tenant, template: string, locale: string, destination: Destination) {
    const found = [tenant.id, ...tenant.formerly].flatMap(
      (id) => this.#lines.get(lineKey({ tenant: id, template, locale })) ?? [],
    );
    const wanted = destinationKey(destination);
    return found.find((one) => destinationKey(one.destination) === wanted) ?? found[0];
  }

  #contract({ metadata }: TemplateVersion): string {
    // Converted through JSON because the generated types have optional members, and canonical JSON has none.
    const schema = JSON.parse(JSON.stringify(metadata.runtime ?? {})) as JsonObject;
    const digest = digestOf(schema);
    this.contracts.set(`contracts/${digest}.json`, prettyJson(schema));
    return digest;
  }
}

function print(files: readonly RouteFile[], previous: ReadonlyMap<string, RouteFile>, texts: RouteFiles): Routes {
  const result = new Map<string, string>();
  const inUse = new Set<string>();
  for (const file of files) {
    const entries = Object.values(file.templates);
    if (entries.length === 0) continue;
    const before = previous.get(file.tenant);
    // A new commit alone is no reason to rewrite the file.
    const same = before && digestOf({ ...before, commit: file.commit }) === digestOf({ ...file });
    result.set(`${file.tenant}.json`, prettyJson({ ...(same ? before : file) }));
    for (const { contract, locales } of entries) {
      const path = `contracts/${contract}.json`;
      const text = texts.get(path);
      if (text !== undefined) result.set(path, text);
      for (const place of Object.values(locales)) inUse.add(objectKey(place, place.id));
    }
  }
  return { files: result, inUse };
}
