import type { Tenant } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';
import { readNote, writeNote } from './note.ts';

/**
 * Postmark does not say how long an alias or a name may be; it refuses what is too long (error 1121). These are our own,
 * unverified: short enough for any field of a name that is likely.
 */
export const nameLength = 80;
const displayLength = 100;

/**
 * Postmark keeps a subject, HTML and text of a template, and nothing else that is ours to fill. What else decides a send,
 * and is given with each send there, goes into a comment at the end of the HTML. So does the preheader: at Postmark the
 * inbox preview is what the HTML begins with, which is the layout's business.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  return { ...envelopeOf(message, tenant, nameLength), fields: { text: '', ...message.fields } };
}

/** The body that makes a template carry a payload. */
export function templateBody(name: string, payload: Payload, marker: Marker): JsonObject {
  const { fields, ...rest } = payload;
  const { subject, html, text, ...others } = isObject(fields) ? fields : {};
  return {
    Name: displayName(name, marker),
    Alias: aliasOf(name),
    Subject: subject ?? '',
    HtmlBody: `${html ?? ''}${writeNote({ ...rest, fields: others })}`,
    TextBody: text ?? '',
    // Somebody's layout around it would be sent with it. Null takes it off (Postmark's notes for agents,
    // github.com/ActiveCampaign/postmark-skills, “Changing or Removing a Layout”; not tried). Postmark's own command line
    // sends null, and empty texts (github.com/ActiveCampaign/postmark-cli, types and push.ts).
    LayoutTemplate: null,
  };
}

/** The payload of a template as the vendor returns it; undefined for one that Tenantry did not write. */
export function payloadOf({ Subject: subject, HtmlBody: body, TextBody: text }: JsonObject): Payload | undefined {
  const found = typeof body === 'string' ? readNote(body) : undefined;
  if (!found) return undefined;
  const { html, note } = found;
  const others = isObject(note.fields) ? note.fields : {};
  return { ...note, fields: { ...others, subject: subject ?? '', html, text: text ?? '' } };
}

/**
 * The alias of a name. An alias begins with a letter and has letters, digits and `.-_` (the vendor's API description);
 * names may begin with a digit, and have no `_`.
 */
export function aliasOf(name: string): string {
  return /^[0-9]/.test(name) ? `t_${name}` : name;
}

/** The name that an alias stands for. */
export function nameOf(alias: string): string {
  return alias.replace(/^t_(?=[0-9])/, '');
}

/** What people see in the list of templates. It is never sent, so it has the marker behind the name. */
function displayName(name: string, marker: Marker): string {
  const mark = formatMarker(marker);
  return `${name.slice(0, displayLength - mark.length - 1)} ${mark}`;
}

/** The marker in what people see. */
export function markerIn(display: string): Marker | undefined {
  return parseMarker(display.slice(display.lastIndexOf(' ') + 1));
}
