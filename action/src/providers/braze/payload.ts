import type { Tenant } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import type { Payload } from '../provider.ts';
import type { Kind } from './kinds.ts';
import { withNote, withoutNote } from './note.ts';

/** “Must be less than 100 characters”: the vendor's API reference, of content blocks. Names of templates are held to it too. */
export const nameLength = 99;

/** The variable by which a message picks the field of a content block that it wants. */
const picked = 'tenantry_field';
const opening = `{% case ${picked} %}`;
const otherwise = '{% else %}{% comment %}body{% endcomment %}';
const closing = '{% endcase %}';

/**
 * An email template has fields for subject, HTML, text and preheader; a content block has its content. What else decides
 * a send is given with campaigns at Braze: it is noted in a comment of Liquid behind the HTML, or behind the content.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  const { preheader, ...fields } = message.fields;
  return {
    ...envelopeOf(message, tenant, nameLength),
    fields: {
      ...(message.channel === 'email' && { text: '' }),
      ...fields,
      ...(preheader !== undefined && preheader !== '' && { preheader }),
    },
  };
}

export function kindOf({ channel }: Payload): Kind {
  return channel === 'email' ? 'email' : 'block';
}

/** What makes an object carry a payload, apart from its name and marker. */
export function contentOf(payload: Payload): JsonObject {
  const { fields, ...note } = payload;
  const held = isObject(fields) ? fields : {};
  if (kindOf(payload) === 'block') return { content: withNote(blockText(held), note) };
  return {
    subject: held.subject ?? '',
    body: withNote(textOf(held.html), note),
    plaintext_body: held.text ?? '',
    preheader: held.preheader ?? '',
    // Else the workspace's own setting may rewrite the HTML.
    should_inline_css: false,
  };
}

/** The payload of an object as the vendor returns it; undefined for one that Tenantry did not write. */
export function payloadOf(kind: Kind, held: JsonObject): Payload | undefined {
  const noted = withoutNote(textOf(kind === 'email' ? held.body : held.content));
  if (!noted) return undefined;
  if (kind === 'block') return { ...noted.note, fields: fieldsOf(noted.text) };
  const { subject, plaintext_body: text, preheader } = held;
  return {
    ...noted.note,
    fields: {
      subject: subject ?? '',
      html: noted.text,
      text: text ?? '',
      ...(typeof preheader === 'string' && preheader !== '' && { preheader }),
    },
  };
}

/** One block holds all fields of a message: the one that is asked for, else the body. */
function blockText({ body, ...others }: JsonObject): string {
  const names = Object.keys(others).sort();
  if (names.length === 0) return textOf(body);
  const branches = names.map((name) => `{% when '${name}' %}${textOf(others[name])}`);
  return [opening, ...branches, otherwise, textOf(body), closing].join('');
}

function fieldsOf(text: string): JsonObject {
  if (!text.startsWith(opening) || !text.endsWith(closing)) return { body: text };
  const inner = text.slice(opening.length, -closing.length);
  const at = inner.indexOf(otherwise);
  if (at < 0) return { body: text };
  const parts = inner.slice(0, at).split(/\{% when '(\w+)' %\}/);
  const fields: Record<string, string> = { body: inner.slice(at + otherwise.length) };
  for (let index = 1; index < parts.length; index += 2) fields[parts[index]!] = parts[index + 1]!;
  return fields;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
