import type { JsonObject } from '../digest.ts';
import type { Side } from '../plan/as-deployed.ts';
import type { ChangedMessage } from '../plan/pair.ts';
import { interpret, type RuntimeData } from '../template/interpret.ts';
import type { Evaluated } from '../template/render.ts';
import type { Measure } from './review.ts';
import { segmentsOf } from './segments.ts';

export const nothing: Measure = { subject: 0, html: 0, segments: 0 };

/** Measures a message from its text as it was rendered; an SMS is filled in with each sample, and the longest counts. */
export function measureOf(side: Side, { prepared, version, tenant, planned }: ChangedMessage): Measure {
  const { fields, channel } = prepared.message;
  if (channel !== 'sms') {
    const subject = (fields.subject ?? fields.title ?? '').length;
    return { subject, html: utf8Length(fields.html ?? ''), segments: 0 };
  }
  const samples = side.repository.templates.get(version.id)?.samples ?? new Map<string, JsonObject>();
  const evaluated = side.renderer.evaluate(version, tenant, planned.locale);
  const texts = [...samples.values()].map((sample) => filledIn(evaluated, sample, {}).body ?? '');
  const segments = (texts.length > 0 ? texts : [fields.body ?? '']).map(segmentsOf);
  return { subject: 0, html: 0, segments: Math.max(...segments) };
}

/** Fields as a reader sees them with one sample of runtime data. */
export function filledIn(
  { fields }: Evaluated,
  sample: JsonObject,
  vendor: RuntimeData['vendor'],
): Record<string, string> {
  const { recipient = {}, event = {} } = sample as { recipient?: JsonObject; event?: JsonObject };
  const data: RuntimeData = { recipient, event, vendor };
  return Object.fromEntries([...fields].map(([field, { nodes }]) => [field, interpret(nodes, data)]));
}

/** Bytes of UTF-8, without making them. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Two units of a surrogate pair make four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
