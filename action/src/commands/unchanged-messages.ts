import type { JsonObject } from '../digest.ts';
import { type OpenAccount, prepare } from '../plan/prepare.ts';
import { includesTemplate, includesTenant, type Scope } from '../plan/scope.ts';
import { target, type Verdict } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import type { Shown } from '../review/review.ts';
import { type MessageLine, messageLine } from './review.ts';
import { refuseErrors, type Session } from './session.ts';
import { nameOf, textsOf } from './shown.ts';
import type { World } from './world.ts';

/** A message that the change leaves as it is, or that belongs to a draft. */
export interface UnchangedMessage {
  /** Its line of messages.ndjson. */
  readonly line: string;
  readonly shown: () => Shown;
}

/**
 * Every message of every pair, drafts included, except those named in `told`; in the order of templates, tenants and
 * locales.
 */
export function* unchangedMessages(
  world: World,
  session: Session,
  scope: Scope,
  told: ReadonlySet<string>,
): Generator<UnchangedMessage> {
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
        const about = { tenant: tenant.id, template: template.id, locale };
        if (told.has(nameOf(about))) continue;
        const side = { side: session, version: verdict.version, tenant, open };
        const samples = template.samples.size > 0 ? template.samples : new Map<string, JsonObject>([['typical', {}]]);
        yield {
          line: messageLine(lineOf(side, verdict, locale)),
          shown: () => {
            const after = textsOf(side, locale, samples);
            return { ...about, ...(after && { after }) };
          },
        };
      }
    }
  }
}

function lineOf(
  { side, version, tenant, open }: Parameters<typeof textsOf>[0],
  verdict: Verdict,
  locale: string,
): MessageLine {
  const prepared = prepare(side.renderer, open, version, tenant, locale);
  refuseErrors(prepared.problems);
  if (!prepared.payload) throw new Error(`${tenant.id}/${version.id} has no message and no problem`);
  const binding = verdict.kind === 'wanted' ? verdict.binding : undefined;
  return {
    ...{ tenant: tenant.id, template: version.id, locale, channel: version.channel },
    destination: binding ? { account: binding.account, workspace: binding.id ?? tenant.id } : null,
    fields: prepared.message.fields,
    digest: prepared.digest,
  };
}

/** The account to render for. A draft without a workspace is rendered for the first account there is. */
function accountOf({ accounts }: Session, name: string | undefined): OpenAccount | undefined {
  return name === undefined ? accounts.values().next().value : accounts.get(name);
}
