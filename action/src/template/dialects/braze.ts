import type { LiquidFlavour } from './liquid.ts';
import { liquidDialect } from './liquid.ts';

/** The attributes that Braze itself has for every user, each under its own name. */
const standardAttributes = [
  'first_name',
  'last_name',
  'email_address',
  'phone_number',
  'city',
  'country',
  'language',
  'time_zone',
];

/** A name as Braze writes it. */
function name(of: string): string {
  return `\${${of}}`;
}

/**
 * The language of Braze messages: Liquid with `${…}` for Braze's own names. Sources, read in the 2026 text of Braze's
 * documentation: "Supported personalization tags" for the names of data and `set_user_to_unsubscribed_url`; "Operators"
 * for comparisons, and for the advice to nest compound conditions or keep them in a variable, because parentheses do
 * not work; "Using Liquid" for straight quotes. A preference center has a name of its own in every workspace
 * (`{{preference_center.${…}}}`), and there is no address of a copy in the browser.
 *
 * Braze removes HTML comments before it parses Liquid ("Using Liquid"): nothing inside one is ever printed.
 *
 * "Advanced filters" has `url_encode`, which turns a space into `+`; "Filters" has `upcase`.
 *
 * From memory, unverified: `.size` and `forloop` on `${…}` data, and the filters `escape`, `replace`, `downcase` and
 * `capitalize`, which are standard Liquid; that conditional comments for Outlook are kept.
 */
export const brazeFlavour: LiquidFlavour = {
  id: 'braze',
  vendor: 'Braze',
  defaultData: {
    recipient: {
      ...Object.fromEntries(standardAttributes.map((attribute) => [attribute, name(attribute)])),
      '*': `custom_attribute.${name('*')}`,
    },
    event: { '*': `api_trigger_properties.${name('*')}` },
  },
  vendorValues: { unsubscribe_url: name('set_user_to_unsubscribed_url') },
  // Liquid has no escapes in strings, but LiquidJS does, and Braze rewrites `${…}` wherever it stands.
  forbiddenInStrings: /"[^']*'|'[^"]*"|[\\\n\r]|\}\}|%\}|\$\{/,
};

export const braze = liquidDialect(brazeFlavour);
