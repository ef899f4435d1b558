import type { Tenant } from '../../config/model.ts';
import { canonicalJson, type JsonObject } from '../../digest.ts';
import { isObject, parseObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import { formatMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';

/** `name` ≤100: the vendor's API description, github.com/twilio/sendgrid-oai. */
export const nameLength = 100;

/**
 * A SendGrid version has room for subject, HTML and text. What else decides a send, and is given with each send there,
 * goes into `test_data`: the only other field, shown in the editor and never sent to anyone. So does the preheader: at
 * SendGrid the inbox preview is what the HTML begins with, which is the layout's business.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  return { ...envelopeOf(message, tenant, nameLength), fields: { text: '', ...message.fields } };
}

/** The body that makes a version carry a payload, live or not. */
export function versionBody(payload: Payload, marker: Marker): JsonObject {
  const { fields, ...rest } = payload;
  const { subject, html, text, ...others } = isObject(fields) ? fields : {};
  return {
    name: formatMarker(marker),
    subject: subject ?? '',
    html_content: html ?? '',
    plain_content: text ?? '',
    // Else the vendor makes a text part of its own out of the HTML.
    generate_plain_content: false,
    editor: 'code',
    test_data: canonicalJson({ tenantry: { ...rest, fields: others } }),
  };
}

/** The payload of a version as the vendor returns it; undefined for a version that Tenantry did not write. */
export function payloadOf(version: JsonObject): Payload | undefined {
  const { subject, html_content: html, plain_content: text, test_data: data } = version;
  const rest = typeof data === 'string' ? parseObject(data)?.tenantry : undefined;
  if (!isObject(rest)) return undefined;
  const others = isObject(rest.fields) ? rest.fields : {};
  return { ...rest, fields: { ...others, subject: subject ?? '', html: html ?? '', text: text ?? '' } };
}
