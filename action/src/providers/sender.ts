import type { Tenant } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { Message } from '../template/render.ts';

/**
 * The sender of an email, by the message's category: `{ address, name, replyTo? }`. The name defaults to the tenant's.
 * Undefined for other channels, and where the tenant has no sender for the category.
 */
export function senderOf(message: Message, tenant: Tenant): JsonObject | undefined {
  if (message.channel !== 'email') return undefined;
  const sender = tenant.senders[message.category];
  return sender && { ...sender, name: sender.name ?? tenant.name };
}
