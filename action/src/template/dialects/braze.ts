import type { LiquidFlavour } from './liquid.ts';
import { liquidDialect } from './liquid.ts';

/** Attributes that Braze itself has of every user, under their own names. */
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

/** Braze's way to write a name. */
function name(of: string): string {
  return `\${${of}}`;
}

/**
 * The language of Braze messages: Liquid with `${…}` for names of Braze's own. Braze's documentation, read in its 2026
 * text: "Supported personalization tags" for the names of data and `set_user_to_unsubscribed_url`; "Operators" for
 * comparisons, and that parentheses do not work and compound conditions are to be nested or kept in a variable;
 * "Using Liquid" for straight quotes. A preference center has a name of its own in every workspace
 * (`{{preference_center.${…}}}`), and there is no address of a copy in the browser.
 *
 * Braze removes HTML comments before it reads Liquid ("Using Liquid"): what is printed inside one is never seen.
 *
 * "Advanced filters" has `url_encode`, which makes a space a `+`; "Filters" has `upcase`.
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
  // Liquid has no escapes in strings, LiquidJS has, and Braze rewrites `${…}` wherever it stands.
  forbiddenInStrings: /"[^']*'|'[^"]*"|[\\\n\r]|\}\}|%\}|\$\{/,
};

export const braze = liquidDialect(brazeFlavour);
