// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import { Liquid } from 'liquidjs';
import { expect, it } from 'vitest';
import { toPlainLiquid } from '../../src/emulators/braze/plain-liquid.ts';
import { compileBraze } from '../../src/emulators/braze/render.ts';
import { vendorUrls } from './support/send.ts';

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

it('encodes what goes into a link as Ruby does, which leaves less as it is than JavaScript', () => {
  const render = compileBraze('{{ ${name} | url_encode }} {{ ${nothing} | url_encode }}');
  expect(render({ recipient: { name: "it's (50%) *é*! ~-._" }, event: {}, vendor: vendorUrls })).toBe(
    'it%27s+%2850%25%29+%2A%C3%A9%2A%21+~-._ ',
  );
});
