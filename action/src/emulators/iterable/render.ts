import type { Compile } from '../rendering.ts';
import { compileJavaHandlebars } from './java-handlebars.ts';

/**
 * Renders as Iterable does when it sends: the recipient's profile is the top level of the data, with Iterable's own
 * fields in camel case.
 */
export const compileIterable: Compile = (text) => {
  const template = compileJavaHandlebars(text);
  return ({ recipient, event, vendor }) => {
    const { first_name: firstName, last_name: lastName, ...profile } = recipient;
    return template(
      { ...profile, firstName, lastName, event },
      {
        unsubscribeUrl: vendor.unsubscribe_url,
        hostedUnsubscribeUrl: vendor.preferences_url,
        viewInBrowserUrl: vendor.browser_url,
      },
    );
  };
};
