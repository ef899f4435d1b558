import type { Compile } from '../rendering.ts';
import { compileJavaHandlebars } from './java-handlebars.ts';

/** As Iterable sends it: the recipient's profile is the data itself, with names in camel case where Iterable has its own. */
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
