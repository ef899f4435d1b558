import { canonicalJson, type JsonObject } from '../../digest.ts';
import { senderOf } from '../../providers/sender.ts';
import type { Earlier } from '../before.ts';
import type { After } from '../collect.ts';
import type { Risk } from '../review.ts';
import { fewDetails, type RiskInput, updatedClasses } from './risk.ts';

/** Finds changes of the sender that messages come from. */
export function* sender({ groups }: RiskInput): Generator<Risk> {
  const details = new Set<string>();
  const changes = new Set<string>();
  const tenants = new Set<string>();
  for (const { group, found } of updatedClasses(groups)) {
    for (const { message, before, after } of found.members) {
      if (!before || !after) continue;
      const [old, young] = [senderIn(before), senderIn(after)];
      if (canonicalJson(old ?? null) === canonicalJson(young ?? null)) continue;
      tenants.add(message.tenant);
      changes.add(group.change.id);
      details.add(`${message.tenant}: ${addressed(old)} becomes ${addressed(young)}`);
    }
  }
  if (tenants.size === 0) return;
  const whose = tenants.size === 1 ? `of ${[...tenants][0]}` : `of ${tenants.size} tenants`;
  const message = `the sender ${whose} changes`;
  yield { code: 'sender', severity: 'stop', message, details: fewDetails(details), changes: [...changes] };
}

function senderIn({ version, tenant }: Earlier | After): JsonObject | undefined {
  const { id: template, channel, metadata } = version;
  const { category, topic } = metadata;
  return senderOf({ tenant: tenant.id, template, locale: '', channel, category, topic, fields: {} }, tenant);
}

function addressed(found: JsonObject | undefined): string {
  if (!found) return 'nobody';
  const reply = found.replyTo === undefined ? '' : `, replies to ${String(found.replyTo)}`;
  return `${String(found.name)} <${String(found.address)}>${reply}`;
}
