import type { Tenant } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { Message } from '../template/render.ts';
import { remoteName } from './remote-name.ts';
import { senderOf } from './sender.ts';

/** What decides a send apart from the message's fields: its name at the vendor, what it is for, and who sends it. */
export function envelopeOf(message: Message, tenant: Tenant, nameLength: number): JsonObject {
  const sender = senderOf(message, tenant);
  return {
    name: remoteName(message.template, message.locale, nameLength),
    channel: message.channel,
    locale: message.locale,
    topic: message.topic,
    category: message.category,
    ...(sender && { sender }),
  };
}
