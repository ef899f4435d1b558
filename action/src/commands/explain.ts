import type { LayerSource } from '../config/layers.ts';
import { origin } from '../config/layers.ts';
import { tenantLayers } from '../config/load/tenants.ts';
import { locator, type Pointer } from '../config/locate.ts';
import type { Template, Tenant } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import type { Json } from '../digest.ts';
import type { ExplainedPair, ExplainedValue, Explanation, PlannedPair } from '../generated/index.ts';
import { openLedger } from '../ledger/open.ts';
import { target } from '../plan/targets.ts';
import { type Today, todayAt } from '../plan/today.ts';
import { checkScope } from './check-scope.ts';
import { explanationText } from './explain-text.ts';
import { computePlan } from './plan.ts';
import { openSession } from './session.ts';
import type { CommandResult, World } from './world.ts';

/**
 * Explains a subject: for `<tenant>`, where every value comes from and what is done with its pairs and why; for
 * `<tenant>/<template>`, only that pair.
 */
export async function explain(world: World, subject: string): Promise<CommandResult> {
  const [id = '', template, ...more] = subject.split('/');
  if (more.length > 0) {
    throw new InvalidInput(`“${subject}” is neither a tenant nor a pair`, {
      fix: 'Write <tenant> or <tenant>/<template>.',
    });
  }
  const scope = { tenants: [id], templates: template ? [template] : [], labels: {} };
  const session = openSession(world);
  checkScope(scope, session);
  const tenant = session.repository.tenants.get(id)!;
  const ledger = await openLedger(session.repository.config.ledger, world).read();
  const { plan } = computePlan(world, session, ledger, { scope, all: true });
  world.progress.end();
  const templates = [...session.repository.templates.values()].filter((one) => !template || one.id === template);
  const today = todayAt(world.now);
  const document: Explanation = {
    tenant: id,
    status: tenant.status,
    values: template ? [] : explainValues(session.snapshot, tenantLayers(session.snapshot, id)),
    pairs: templates.flatMap((one) => explainPair(tenant, one, plan.pairs, today)),
  };
  return { exitCode: exitCodes.done, document, text: explanationText(document, tenant, world.colour) };
}

/** Explains a pair, which can be in two places at once: where it goes now, and where it is to be archived. */
function explainPair(
  tenant: Tenant,
  template: Template,
  planned: readonly PlannedPair[],
  today: Today,
): ExplainedPair[] {
  const verdict = target(tenant, template, today);
  const version = verdict.kind === 'unwanted' ? template.metadata.version : verdict.version.metadata.version;
  const found = planned.filter((pair) => pair.template === template.id);
  const pairs = found.map(({ account, workspace, action, reasons, messages }) => ({
    template: template.id,
    version,
    destination: `${account}/${workspace}`,
    action,
    reasons: reasons.map((reason) => reason.message),
    messages: messages.map((message) => ({ locale: message.locale, action: message.action })),
  }));
  if (verdict.kind === 'wanted') return pairs;
  const why = verdict.kind === 'draft' ? 'the tenant is a draft: previewed, not deployed' : verdict.reason.message;
  return [...pairs, { template: template.id, version, action: 'excluded', reasons: [why], messages: [] }];
}

/** Every leaf of the merged layers, with the place that decided its value. */
function explainValues(snapshot: Snapshot, layers: readonly LayerSource[]): ExplainedValue[] {
  const locators = new Map<string, ReturnType<typeof locator>>();
  const locate = (file: string, pointer: Pointer): { line: number; column: number } => {
    const known = locators.get(file) ?? locator(Buffer.from(snapshot.read(file)).toString('utf8'));
    locators.set(file, known);
    return known(pointer, 'value');
  };
  const leaves = new Map<string, Pointer>();
  for (const { value } of layers) collectLeaves(value, [], leaves);
  const values: ExplainedValue[] = [];
  for (const [path, pointer] of leaves) {
    const found = origin(layers, pointer);
    // A leaf inside a map that a higher layer replaced by a text, or removed, is explained by that layer's entry.
    if (!found || found.setting.value === null || found.setting.pointer.length !== pointer.length) continue;
    const { file, value } = found.setting;
    const overrides = found.overrides.map((one) => {
      const { line, column } = locate(one.file, one.pointer);
      return `${one.file}:${line}:${column}`;
    });
    values.push({ path, value: value as ExplainedValue['value'], file, ...locate(file, pointer), overrides });
  }
  return values.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function collectLeaves(value: Json, pointer: Pointer, into: Map<string, Pointer>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    into.set(pointer.join('.'), pointer);
    return;
  }
  for (const [key, member] of Object.entries(value)) collectLeaves(member, [...pointer, key], into);
}
