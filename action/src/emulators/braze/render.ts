import { Liquid } from 'liquidjs';
import type { Compile } from '../rendering.ts';
import { toPlainLiquid } from './plain-liquid.ts';

const liquid = new Liquid({ ownPropertyOnly: true, strictFilters: true, timezoneOffset: 0 });
// Braze is written in Ruby, whose CGI.escape leaves fewer characters as they are than LiquidJS does.
liquid.registerFilter('url_encode', (value: unknown) =>
  encodeURIComponent(String(value ?? ''))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+'),
);

/**
 * Renders as Braze does when it sends: Liquid with Braze's own names, and with the properties that an API-triggered
 * campaign is called with.
 */
export const compileBraze: Compile = (text) => {
  const template = liquid.parse(toPlainLiquid(text));
  return ({ recipient, event, vendor }) =>
    liquid.renderSync(template, {
      braze: { ...recipient, set_user_to_unsubscribed_url: vendor.unsubscribe_url },
      custom_attribute: recipient,
      api_trigger_properties: event,
    }) as string;
};
