import type { Tenant } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';
import { readNote, writeNote } from './note.ts';

/**
 * The longest name. Postmark does not say how long an alias or a name may be; it refuses what is too long (error 1121).
 * These lengths are our own, unverified: short enough for any likely limit.
 */
export const nameLength = 80;
const displayLength = 100;

/**
 * Encodes a message for Postmark, which keeps a template's subject, HTML and text, and has no other field for us.
 * Whatever else decides a send is given with each send there, so it is only noted, in a comment at the end of the HTML.
 * So is the preheader: at Postmark the inbox preview is the beginning of the HTML, which is the layout's business.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  return { ...envelopeOf(message, tenant, nameLength), fields: { text: '', ...message.fields } };
}

/** The request body that gives a template the content of a payload. */
export function templateBody(name: string, payload: Payload, marker: Marker): JsonObject {
  const { fields, ...rest } = payload;
  const { subject, html, text, ...others } = isObject(fields) ? fields : {};
  return {
    Name: displayName(name, marker),
    Alias: aliasOf(name),
    Subject: subject ?? '',
    HtmlBody: `${html ?? ''}${writeNote({ ...rest, fields: others })}`,
    TextBody: text ?? '',
    // A layout that somebody put around the template would be sent with it. Null takes it off (Postmark's notes for
    // agents, github.com/ActiveCampaign/postmark-skills, “Changing or Removing a Layout”; not tried). Postmark's own
    // command line sends null, and empty texts (github.com/ActiveCampaign/postmark-cli, types and push.ts).
    LayoutTemplate: null,
  };
}

/** Reads the payload from a template as the vendor returns it; undefined for one that Tenantry did not write. */
export function payloadOf({ Subject: subject, HtmlBody: body, TextBody: text }: JsonObject): Payload | undefined {
  const found = typeof body === 'string' ? readNote(body) : undefined;
  if (!found) return undefined;
  const { html, note } = found;
  const others = isObject(note.fields) ? note.fields : {};
  return { ...note, fields: { ...others, subject: subject ?? '', html, text: text ?? '' } };
}

/**
 * The alias for a message's name. An alias begins with a letter and has letters, digits and `.-_` (the vendor's API
 * description); names may begin with a digit, and have no `_`.
 */
export function aliasOf(name: string): string {
  return /^[0-9]/.test(name) ? `t_${name}` : name;
}

/** The message's name for an alias. */
export function nameOf(alias: string): string {
  return alias.replace(/^t_(?=[0-9])/, '');
}

/** The name that people see in the list of templates. It is never sent, so it can carry the marker. */
function displayName(name: string, marker: Marker): string {
  const mark = formatMarker(marker);
  return `${name.slice(0, displayLength - mark.length - 1)} ${mark}`;
}

/** Reads the marker at the end of the name that people see; undefined where there is none. */
export function markerIn(display: string): Marker | undefined {
  return parseMarker(display.slice(display.lastIndexOf(' ') + 1));
}
