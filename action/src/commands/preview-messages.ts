import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { Plan } from '../generated/index.ts';
import { lineKey } from '../ledger/ledger.ts';
import { type OpenAccount, prepare } from '../plan/prepare.ts';
import { includesTemplate, includesTenant, type Scope } from '../plan/scope.ts';
import { target } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import { interpret, type RuntimeData } from '../template/interpret.ts';
import { refuseErrors, type Session } from './session.ts';
import type { World } from './world.ts';

/** A message to be previewed. */
export interface PreviewMessage {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: string;
  /** `account/workspace`, or `draft`. */
  readonly destination: string;
  readonly action: string;
  /** What rendered it; absent for what is to be archived. */
  readonly rendered?: { readonly version: TemplateVersion; readonly tenant: Tenant; readonly open: OpenAccount };
  /** Digest of what is deployed; null for nothing. */
  readonly before: string | null;
  /** The line of messages.ndjson; absent for what is to be archived. */
  readonly line?: {
    readonly tenant: string;
    readonly template: string;
    readonly locale: string;
    readonly channel: string;
    readonly destination: { readonly account: string; readonly workspace: string } | null;
    readonly fields: Readonly<Record<string, string>>;
    readonly digest: string;
  };
}

/** The messages that a plan changes, or with `all` every message of every pair, drafts included; by template, tenant, locale. */
export function* previewMessages(
  world: World,
  session: Session,
  plan: Plan,
  { scope, all }: { scope: Scope; all: boolean },
): Generator<PreviewMessage> {
  const planned = new Map(
    plan.pairs.flatMap((pair) => pair.messages.map((message) => [lineKey({ ...pair, ...message }), { pair, message }])),
  );
  const today = todayAt(world.now);
  for (const template of session.repository.templates.values()) {
    if (!includesTemplate(scope, template.id)) continue;
    for (const tenant of session.repository.tenants.values()) {
      if (!includesTenant(scope, tenant)) continue;
      const verdict = target(tenant, template, today);
      if (verdict.kind === 'unwanted') continue;
      const open = accountOf(session, verdict.binding?.account);
      if (!open) continue;
      for (const locale of tenant.locales) {
        const known = planned.get(lineKey({ tenant: tenant.id, template: template.id, locale }));
        const changes = known !== undefined && known.message.action !== 'unchanged';
        if (!changes && !all) continue;
        yield messageOf(session, { version: verdict.version, tenant, open }, locale, verdict.kind === 'draft', known);
      }
    }
  }
  for (const pair of plan.pairs) {
    for (const { locale, action, before } of pair.messages.filter((message) => message.after === null)) {
      const { tenant, template, channel = '', account, workspace } = pair;
      yield { tenant, template, locale, channel, destination: `${account}/${workspace}`, action, before };
    }
  }
}

function messageOf(
  session: Session,
  rendered: NonNullable<PreviewMessage['rendered']>,
  locale: string,
  draft: boolean,
  known: { pair: Plan['pairs'][number]; message: Plan['pairs'][number]['messages'][number] } | undefined,
): PreviewMessage {
  const { version, tenant, open } = rendered;
  const prepared = prepare(session.renderer, open, version, tenant, locale);
  refuseErrors(prepared.problems);
  if (!prepared.payload) throw new Error(`${tenant.id}/${version.id} has no message and no problem`);
  const binding = tenant.workspaces[version.channel];
  const place = binding && !draft ? { account: binding.account, workspace: binding.id ?? tenant.id } : null;
  const shared = { tenant: tenant.id, template: version.id, locale, channel: version.channel };
  return {
    ...shared,
    destination: place ? `${place.account}/${place.workspace}` : 'nobody yet: the tenant is a draft',
    action: known?.message.action ?? (draft ? 'draft' : 'unchanged'),
    rendered,
    before: known?.message.before ?? null,
    line: { ...shared, destination: place, fields: prepared.message.fields, digest: prepared.digest },
  };
}

/** Drafts without a workspace are shown as any account would have them. */
function accountOf({ accounts }: Session, name: string | undefined): OpenAccount | undefined {
  return name === undefined ? accounts.values().next().value : accounts.get(name);
}

const vendor = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

/** The message's fields as a reader would see them, with the template's typical sample. */
export function sampled(session: Session, { rendered, locale }: PreviewMessage): Record<string, string> | undefined {
  if (!rendered) return undefined;
  const { version, tenant } = rendered;
  const samples = session.repository.templates.get(version.id)?.samples;
  const sample = samples?.get('typical') ?? samples?.values().next().value ?? {};
  const { recipient = {}, event = {} } = sample as { recipient?: JsonObject; event?: JsonObject };
  const has = Object.fromEntries(rendered.open.dialect.vendorValues.map((name) => [name, vendor[name]]));
  const data: RuntimeData = { recipient, event, vendor: has };
  const { fields } = session.renderer.evaluate(version, tenant, locale);
  return Object.fromEntries([...fields].map(([field, { nodes }]) => [field, interpret(nodes, data)]));
}
