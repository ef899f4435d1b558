import type { Channel, Tenant } from '../../config/model.ts';
import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import type { Payload } from '../provider.ts';
import { senderOf } from '../sender.ts';

/** What decides a message's message type. */
export interface Purpose {
  readonly channel: Channel;
  readonly category: string;
  readonly topic: string;
}

/** Longest `clientTemplateId`: from memory, unverified (255 with the marker, which leaves room enough). */
export const nameLength = 100;

/**
 * All of a message has a field of its own at Iterable; its name and locale are the template's `clientTemplateId`. A reply
 * address that is the sender's own says nothing, and a field that is absent is an empty one there.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  const { channel, category, topic, fields } = message;
  const sender = senderOf(message, tenant);
  return {
    channel,
    category,
    topic,
    ...(sender && { sender: sender.replyTo === sender.address ? without(sender, 'replyTo') : sender }),
    fields: { ...optional[channel], ...fields },
  };
}

const optional: Readonly<Record<Channel, JsonObject>> = {
  email: { preheader: '', text: '' },
  push: { link: '' },
  sms: {},
};

/** What a payload says of its message type. */
export function purposeOf({ channel, category, topic }: Payload): Purpose {
  const known = channel === 'push' || channel === 'sms' ? channel : 'email';
  return { channel: known, category: text(category), topic: text(topic) };
}

/** Whether it says who it comes from: Iterable sends no email without a sender. */
export function hasSender({ channel, sender }: Payload): boolean {
  return channel !== 'email' || isObject(sender);
}

/**
 * The fields of a template that carry a payload: github.com/Iterable/api-client (`types/templates.ts`) and the vendor's
 * API description (`UpsertEmailTemplateModel` and its kin). A push opens the same address on every system.
 */
export function contentOf({ channel, sender, fields }: Payload): JsonObject {
  const field = (name: string) => text(isObject(fields) ? fields[name] : undefined);
  if (channel === 'sms') return { message: field('body') };
  if (channel === 'push') {
    return { title: field('title'), message: field('body'), deeplink: { ios: field('link'), android: field('link') } };
  }
  const from = isObject(sender) ? sender : {};
  return {
    subject: field('subject'),
    preheaderText: field('preheader'),
    html: field('html'),
    plainText: field('text'),
    fromName: text(from.name),
    fromEmail: text(from.address),
    // Without one Iterable has its own idea of where answers go.
    replyToEmail: text(from.replyTo) || text(from.address),
  };
}

/** The payload of a template as the vendor returns it. */
export function payloadOf({ channel, category, topic }: Purpose, template: JsonObject): Payload {
  const field = (name: string) => text(template[name]);
  const payload = { channel, category, topic };
  if (channel === 'sms') return { ...payload, fields: { body: field('message') } };
  if (channel === 'push') {
    return { ...payload, fields: { title: field('title'), body: field('message'), link: linkOf(template.deeplink) } };
  }
  const address = field('fromEmail');
  const replyTo = field('replyToEmail');
  return {
    ...payload,
    ...(address !== '' && {
      sender: { address, name: field('fromName'), ...(replyTo !== '' && replyTo !== address && { replyTo }) },
    }),
    fields: {
      subject: field('subject'),
      preheader: field('preheaderText'),
      html: field('html'),
      text: field('plainText'),
    },
  };
}

function linkOf(deeplink: Json | undefined): string {
  const { ios, android } = isObject(deeplink) ? deeplink : {};
  // Two addresses cannot be one of ours: somebody has changed it.
  return text(ios) === text(android) ? text(ios) : `${text(ios)} ${text(android)}`;
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
