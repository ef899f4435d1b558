// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import { Liquid } from 'liquidjs';
import { expect, it } from 'vitest';
import { toPlainLiquid } from '../../src/emulators/braze/plain-liquid.ts';

it.each([
  ['{{ ${first_name} }}', '{{ braze["first_name"] }}'],
  ['{{${first_name}}}', '{{braze["first_name"]}}'],
  ['{{custom_attribute.${tier}}}', '{{custom_attribute["tier"]}}'],
  ['{{ custom_attribute.${address}.city | escape }}', '{{ custom_attribute["address"].city | escape }}'],
  ['{% if ${city} == "a${b}" %}x{% endif %}', '{% if braze["city"] == "a${b}" %}x{% endif %}'],
  ['{% for i in api_trigger_properties.${items} %}', '{% for i in api_trigger_properties["items"] %}'],
  ['{{ "${no}" }}', '{{ "${no}" }}'],
  ['costs ${12}, {not ${a}} tag', 'costs ${12}, {not ${a}} tag'],
  ['{{ "{" }}{{ ${a} }}}', '{{ "{" }}{{ braze["a"] }}}'],
])('rewrites %s', (braze, plain) => {
  expect(toPlainLiquid(braze)).toBe(plain);
});

it('is needed: LiquidJS refuses what Braze reads', () => {
  expect(() => new Liquid().parse('{{ ${first_name} }}')).toThrow();
});
