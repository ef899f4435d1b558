import type { Tenant } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import type { Payload } from '../provider.ts';
import type { Kind } from './kinds.ts';
import { withNote, withoutNote } from './note.ts';

/**
 * “Must be less than 100 characters”: the vendor's API reference, about content blocks. We hold names of templates to
 * it too.
 */
export const nameLength = 99;

/** The variable by which a message picks one of the fields in a content block. */
const picked = 'tenantry_field';
const opening = `{% case ${picked} %}`;
const otherwise = '{% else %}{% comment %}body{% endcomment %}';
const closing = '{% endcase %}';

/**
 * Encodes a message for Braze. An email template has fields for subject, HTML, text and preheader; a content block has
 * only its content. Whatever else decides a send is set in campaigns at Braze, so it is only noted, in a Liquid comment
 * behind the HTML or the content.
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

/** The fields that give an object the content of a payload; its name and marker are set separately. */
export function contentOf(payload: Payload): JsonObject {
  const { fields, ...note } = payload;
  const held = isObject(fields) ? fields : {};
  if (kindOf(payload) === 'block') return { content: withNote(blockText(held), note) };
  return {
    subject: held.subject ?? '',
    body: withNote(textOf(held.html), note),
    plaintext_body: held.text ?? '',
    preheader: held.preheader ?? '',
    // Without this, the workspace's own setting may rewrite the HTML.
    should_inline_css: false,
  };
}

/** Reads the payload from an object as the vendor returns it; undefined for one that Tenantry did not write. */
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

/** The text of a block that holds all fields of a message, and renders the one that is asked for, or else the body. */
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
