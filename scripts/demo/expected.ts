import type { Session } from '../../action/src/commands/session.ts';
import { textsOf } from '../../action/src/commands/shown.ts';
import type { JsonObject } from '../../action/src/digest.ts';
import { prepare } from '../../action/src/plan/prepare.ts';
import { target } from '../../action/src/plan/targets.ts';
import { todayAt } from '../../action/src/plan/today.ts';
import type { ShownTexts } from '../../action/src/review/review.ts';

/** A message as it is deployed, and as the preview shows it. */
export interface ExpectedMessage {
  /** In the vendor's language. */
  readonly fields: Readonly<Record<string, string>>;
  readonly samples: ReadonlyMap<string, JsonObject>;
  /** The texts that the preview shows for each sample. */
  shown(): ShownTexts | undefined;
}

/** Every message that an account should hold at a given time according to the repository, by `workspace/name`. */
export function expectedMessages(session: Session, account: string, now: Date): Map<string, ExpectedMessage> {
  const open = session.accounts.get(account);
  const today = todayAt(now);
  const found = new Map<string, ExpectedMessage>();
  if (!open) return found;
  for (const tenant of session.repository.tenants.values()) {
    for (const template of session.repository.templates.values()) {
      const verdict = target(tenant, template, today);
      if (tenant.status !== 'active' || verdict.kind !== 'wanted' || verdict.binding.account !== account) continue;
      const { id: workspace = tenant.id } = verdict.binding;
      const { samples } = template;
      const side = { side: session, version: verdict.version, tenant, open };
      for (const locale of tenant.locales) {
        const prepared = prepare(session.renderer, open, verdict.version, tenant, locale);
        if (!prepared.payload) continue;
        const shown = () => textsOf(side, locale, samples);
        found.set(`${workspace}/${prepared.name}`, { fields: prepared.message.fields, samples, shown });
      }
    }
  }
  return found;
}
