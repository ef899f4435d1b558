// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { compileBraze } from '../../src/emulators/braze/render.ts';
import { contentOf, payloadOf } from '../../src/providers/braze/payload.ts';
import { printed, value } from '../dialects/support/ir.ts';
import { propertyRuns } from '../oracle/support/runs.ts';

const fragments = [
  ...['{', '}', '{{', '}}', '{%', '%}', '{%-', '"', "'", '\\', '$', '<', '&', ' ', '\n', 'x', 'é', '\u202e', '\u2028'],
  ...["{% when 'title' %}", '{% else %}', '{% endcase %}', '{% comment %}', '{% endcomment %}', '{% raw %}'],
  ...['tenantry {', 'body', '<!--', '-->', '{% connected_content https://a.example %}', '{{content_blocks.${x}}}'],
];
const text = fc.array(fc.constantFrom(...fragments), { maxLength: 6 }).map((parts) => parts.join(''));

/** A tenant's value as the dialect prints it in a field of its own. */
function field(written: string): string {
  return printed('braze', [value(written)], 'text');
}

function render(content: unknown): string {
  return compileBraze(String(content))({ recipient: {}, event: {}, vendor: {} } as Parameters<
    ReturnType<typeof compileBraze>
  >[0]);
}

describe('whatever texts hold, a message at Braze', () => {
  it('is one content block that gives each field as it is, and is read back', () => {
    fc.assert(
      fc.property(text, text, text, text, (title, body, link, topic) => {
        const fields = { title: field(title), body: field(body), link: field(link) };
        const payload: JsonObject = { channel: 'push', topic, sender: { name: topic }, fields };
        const { content } = contentOf(payload);
        expect(payloadOf('block', { content: content ?? null })).toEqual(payload);
        expect(render(content)).toBe(body);
        for (const [name, meant] of Object.entries({ title, link })) {
          expect(render(`{% assign tenantry_field = '${name}' %}${content}`)).toBe(meant);
        }
      }),
      propertyRuns(1500),
    );
  });

  it('is an email template whose notes nobody receives, and is read back', () => {
    fc.assert(
      fc.property(text, text, text, (subject, html, topic) => {
        const fields = { subject: field(subject), html: field(html), text: field(subject) };
        const payload: JsonObject = { channel: 'email', topic, sender: { name: topic }, fields };
        const held = contentOf(payload);
        expect(payloadOf('email', held)).toEqual(payload);
        expect(render(held.body)).toBe(html);
      }),
      propertyRuns(1500),
    );
  });
});
