import type { JsonObject } from '../digest.ts';
import type { Side } from '../plan/as-deployed.ts';
import type { ChangedMessage } from '../plan/pair.ts';
import { interpret, type RuntimeData } from '../template/interpret.ts';
import type { Evaluated } from '../template/render.ts';
import type { Measure } from './review.ts';
import { segmentsOf } from './segments.ts';

export const nothing: Measure = { subject: 0, html: 0, segments: 0 };

/**
 * Measures messages from their texts as rendered. What customers see at once (the subject of an email, the title of a
 * push message, an SMS) is measured with each sample filled in, and the longest result counts.
 */
export class Measurer {
  readonly #side: Side;
  /** By the printed text: equal texts also measure the same with samples filled in. */
  readonly #known = new Map<string, number>();

  constructor(side: Side) {
    this.#side = side;
  }

  of(changed: ChangedMessage): Measure {
    const { fields, channel } = changed.prepared.message;
    if (channel === 'sms') return { subject: 0, html: 0, segments: this.#longest(changed, 'body', segmentsOf) };
    const subject = this.#longest(changed, channel === 'push' ? 'title' : 'subject', (text) => text.length);
    return { subject, html: utf8Length(fields.html ?? ''), segments: 0 };
  }

  /** The greatest size of a field over all samples of the template. */
  #longest({ prepared, version, tenant, open, planned }: ChangedMessage, name: string, size: Size): number {
    const { locale } = planned;
    const printed = prepared.message.fields[name];
    if (printed === undefined) return 0;
    const key = [version.id, version.metadata.version, open.account.name, locale, printed].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const nodes = this.#side.renderer.field(version, tenant, locale, name)?.nodes ?? [];
    const samples = [...(this.#side.repository.templates.get(version.id)?.samples.values() ?? [])];
    const texts = (samples.length > 0 ? samples : [{}]).map((sample) => interpret(nodes, dataOf(sample, {})));
    const most = Math.max(...texts.map(size));
    this.#known.set(key, most);
    return most;
  }
}

type Size = (text: string) => number;

/** The fields as a reader sees them, with one sample of runtime data filled in. */
export function filledIn(
  { fields }: Evaluated,
  sample: JsonObject,
  vendor: RuntimeData['vendor'],
): Record<string, string> {
  const data = dataOf(sample, vendor);
  return Object.fromEntries([...fields].map(([field, { nodes }]) => [field, interpret(nodes, data)]));
}

function dataOf(sample: JsonObject, vendor: RuntimeData['vendor']): RuntimeData {
  const { recipient = {}, event = {} } = sample as { recipient?: JsonObject; event?: JsonObject };
  return { recipient, event, vendor };
}

/** The length of a text in UTF-8 bytes, without encoding it. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // The two units of a surrogate pair make four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
