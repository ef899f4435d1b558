import type { Tenant } from '../../config/model.ts';
import { canonicalJson, type JsonObject } from '../../digest.ts';
import { isObject, parseObject } from '../../json.ts';
import type { Message } from '../../template/render.ts';
import { envelopeOf } from '../envelope.ts';
import { formatMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';

/** The longest `name`: the vendor's API description, github.com/twilio/sendgrid-oai. */
export const nameLength = 100;

/**
 * Encodes a message for SendGrid, whose versions have room for subject, HTML and text. Whatever else decides a send is
 * given with each send there, so it is only noted in `test_data`: the only other field, shown in the editor and never
 * sent to anyone. So is the preheader: at SendGrid the inbox preview is the beginning of the HTML, which is the
 * layout's business.
 */
export function encode(message: Message, tenant: Tenant): Payload {
  return { ...envelopeOf(message, tenant, nameLength), fields: { text: '', ...message.fields } };
}

/** The request body that gives a version the content of a payload; it does not say whether the version is active. */
export function versionBody(payload: Payload, marker: Marker): JsonObject {
  const { fields, ...rest } = payload;
  const { subject, html, text, ...others } = isObject(fields) ? fields : {};
  return {
    name: formatMarker(marker),
    subject: subject ?? '',
    html_content: html ?? '',
    plain_content: text ?? '',
    // Otherwise the vendor generates a text part from the HTML.
    generate_plain_content: false,
    editor: 'code',
    test_data: canonicalJson({ tenantry: { ...rest, fields: others } }),
  };
}

/** Reads the payload from a version as the vendor returns it; undefined for a version that Tenantry did not write. */
export function payloadOf(version: JsonObject): Payload | undefined {
  const { subject, html_content: html, plain_content: text, test_data: data } = version;
  const rest = typeof data === 'string' ? parseObject(data)?.tenantry : undefined;
  if (!isObject(rest)) return undefined;
  const others = isObject(rest.fields) ? rest.fields : {};
  return { ...rest, fields: { ...others, subject: subject ?? '', html: html ?? '', text: text ?? '' } };
}
