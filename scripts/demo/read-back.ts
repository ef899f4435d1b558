import { setTimeout } from 'node:timers/promises';
import type { Json, JsonObject } from '../../action/src/digest.ts';
import type { DemoAccount, Vendor } from './accounts.ts';

/** A message as its workspace holds it. */
export interface HeldMessage {
  /** `<template>.<locale>` */
  readonly name: string;
  readonly channel: 'email' | 'push' | 'sms';
  /** In the vendor's language. */
  readonly fields: Readonly<Record<string, string>>;
}

type Get = (path: string) => Promise<JsonObject>;

/** Reads all messages of a workspace over the vendor's API, as anybody with its key can. Ordered by name. */
export async function readBack(account: DemoAccount, workspace: string): Promise<HeldMessage[]> {
  const headers = headersOf[account.vendor](account.keys(), workspace);
  const get: Get = async (path) => {
    const response = await withinLimits(() => fetch(`${account.emulator.url}${path}`, { headers }));
    if (!response.ok) throw new Error(`${account.vendor} answered ${response.status} to GET ${path}`);
    return (await response.json()) as JsonObject;
  };
  const found = await read[account.vendor](get);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Repeats a call that was above the vendor's limit, once the limit's window is over: emulated vendors apply their
 * limits to us, too.
 */
async function withinLimits(call: () => Promise<Response>, attempts = 10): Promise<Response> {
  const response = await call();
  if (response.status !== 429 || attempts === 1) return response;
  const reset = Number(response.headers.get('x-ratelimit-reset') ?? Math.floor(Date.now() / 1000) + 1);
  await setTimeout(Math.max(20, reset * 1000 - Date.now()));
  return await withinLimits(call, attempts - 1);
}

/**
 * The headers that select a workspace: at SendGrid the parent's key with another header, elsewhere a key of its own.
 */
const headersOf: Readonly<Record<Vendor, (keys: string, workspace: string) => Record<string, string>>> = {
  sendgrid: (key, workspace) => ({ authorization: `Bearer ${key}`, 'on-behalf-of': workspace }),
  postmark: (keys, workspace) => ({ 'x-postmark-server-token': keyOf(keys, workspace) }),
  iterable: (keys, workspace) => ({ 'api-key': keyOf(keys, workspace) }),
  braze: (keys, workspace) => ({ authorization: `Bearer ${keyOf(keys, workspace)}` }),
};

function keyOf(keys: string, workspace: string): string {
  return (JSON.parse(keys) as Record<string, string>)[workspace] ?? '';
}

const read: Readonly<Record<Vendor, (get: Get) => Promise<HeldMessage[]>>> = {
  sendgrid: readSendgrid,
  postmark: readPostmark,
  iterable: readIterable,
  braze: readBraze,
};

async function readSendgrid(get: Get): Promise<HeldMessage[]> {
  const { result } = await get('/v3/templates?generations=dynamic&page_size=200');
  return await Promise.all(
    list(result).map(async ({ id }) => {
      const { name, versions } = await get(`/v3/templates/${id}`);
      // The versions listed with a template come without their content.
      const version = list(versions).find(({ active }) => active === 1);
      const live = version ? await get(`/v3/templates/${id}/versions/${version.id}`) : {};
      const fields = { subject: text(live.subject), html: text(live.html_content), text: text(live.plain_content) };
      return { name: text(name), channel: 'email', fields };
    }),
  );
}

async function readPostmark(get: Get): Promise<HeldMessage[]> {
  const { Templates: templates } = await get('/templates?count=500&offset=0');
  return await Promise.all(
    list(templates).map(async ({ Alias: alias }) => {
      const { Subject, HtmlBody, TextBody } = await get(`/templates/${text(alias)}`);
      const fields = { subject: text(Subject), html: text(HtmlBody), text: text(TextBody) };
      // An alias cannot begin with a digit, hence the prefix.
      return { name: text(alias).replace(/^t_(?=[0-9])/, ''), channel: 'email', fields };
    }),
  );
}

const media = [
  { channel: 'email', medium: 'Email', fields: emailAtIterable },
  { channel: 'push', medium: 'Push', fields: pushAtIterable },
  { channel: 'sms', medium: 'SMS', fields: smsAtIterable },
] as const;

async function readIterable(get: Get): Promise<HeldMessage[]> {
  const found = media.map(async ({ channel, medium, fields }) => {
    const { templates } = await get(`/api/templates?messageMedium=${medium}&pageSize=1000`);
    const read = list(templates).map(async ({ templateId }) => {
      const template = await get(`/api/templates/${channel}/get?templateId=${templateId}`);
      return { name: text(template.clientTemplateId), channel, fields: fields(template) };
    });
    return await Promise.all(read);
  });
  return (await Promise.all(found)).flat();
}

function emailAtIterable({ subject, preheaderText, html, plainText }: JsonObject): Record<string, string> {
  return { subject: text(subject), preheader: text(preheaderText), html: text(html), text: text(plainText) };
}

function pushAtIterable({ title, message, deeplink }: JsonObject): Record<string, string> {
  return { title: text(title), body: text(message), link: text(object(deeplink).ios) };
}

function smsAtIterable({ message }: JsonObject): Record<string, string> {
  return { body: text(message) };
}

async function readBraze(get: Get): Promise<HeldMessage[]> {
  const { templates } = await get('/templates/email/list?limit=1000');
  const emails = list(templates).map(async ({ email_template_id: id, template_name: name }) => {
    const { subject, body, plaintext_body, preheader } = await get(`/templates/email/info?email_template_id=${id}`);
    const fields = { subject: text(subject), preheader: text(preheader), html: text(body), text: text(plaintext_body) };
    return { name: text(name).split(' ')[0] ?? '', channel: 'email' as const, fields };
  });
  const { content_blocks: listed } = await get('/content_blocks/list?limit=1000');
  // A block that is no message states whose the workspace is.
  const blocks = list(listed).filter(({ name }) => !text(name).startsWith('tenantry__'));
  const others = blocks.map(async ({ content_block_id: id, name }) => {
    const { content } = await get(`/content_blocks/info?content_block_id=${id}`);
    return blockAtBraze(text(name).replace('_', '.'), text(content));
  });
  return await Promise.all([...emails, ...others]);
}

/**
 * A push or text message in a content block. A push block holds all fields, and whoever includes it names the wanted
 * one; by default it is the body.
 */
function blockAtBraze(name: string, content: string): HeldMessage {
  const field = (wanted: string) => `{% assign tenantry_field = '${wanted}' %}${content}`;
  if (!content.startsWith('{% case tenantry_field %}')) return { name, channel: 'sms', fields: { body: content } };
  return { name, channel: 'push', fields: { title: field('title'), body: content, link: field('link') } };
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
