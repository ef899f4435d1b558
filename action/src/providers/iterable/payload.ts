import type { Channel, Tenant } from '../../config/model.ts';
import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import type { Payload } from '../provider.ts';
import { senderOf } from '../sender.ts';

/** What determines a message's message type. */
export interface Purpose {
  readonly channel: Channel;
  readonly category: string;
  readonly topic: string;
}

/**
 * The longest `clientTemplateId`: from memory, unverified. With the marker it has to fit into 255 characters, which
 * leaves room enough.
 */
export const nameLength = 100;

/**
 * Encodes a message for Iterable, which has a field for every part of it; its name and locale make up the template's
 * `clientTemplateId`. A reply address equal to the sender's own is left out, as it says nothing; absent fields become
 * empty ones, as they are there.
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

/** What a payload says about its message type. */
export function purposeOf({ channel, category, topic }: Payload): Purpose {
  const known = channel === 'push' || channel === 'sms' ? channel : 'email';
  return { channel: known, category: text(category), topic: text(topic) };
}

/** Whether a payload names the sender that Iterable requires of every email. */
export function hasSender({ channel, sender }: Payload): boolean {
  return channel !== 'email' || isObject(sender);
}

/**
 * The fields that give a template the content of a payload: github.com/Iterable/api-client (`types/templates.ts`) and
 * the vendor's API description (`UpsertEmailTemplateModel` and its kin). A push opens the same address on every system.
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
    // Without one, Iterable decides where replies go.
    replyToEmail: text(from.replyTo) || text(from.address),
  };
}

/** Reads the payload from a template as the vendor returns it. */
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
  // Two different addresses are not what we wrote, so somebody has changed them.
  return text(ios) === text(android) ? text(ios) : `${text(ios)} ${text(android)}`;
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
