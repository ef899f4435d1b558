import Handlebars from 'handlebars';
import type { Compile } from '../rendering.ts';
import { formatDate } from './format-date.ts';

/**
 * Handlebars.js with the helpers that Twilio's page “Using Handlebars” documents. SendGrid has two variants of it:
 * inside of loops, `equals` and its kin keep the current item when mail is sent, and lose it in the editor's preview.
 * Both coerce, as that page says.
 */
function withHelpers(keepsItem: boolean): typeof Handlebars {
  const handlebars = Handlebars.create();
  const block = (name: string, holds: (left: unknown, right: unknown) => boolean) => {
    handlebars.registerHelper(name, function (this: unknown, left, right, options: Handlebars.HelperOptions) {
      const item = keepsItem ? this : undefined;
      return holds(left, right) ? options.fn(item) : options.inverse(item);
    });
  };
  // biome-ignore lint/suspicious/noDoubleEquals: the documented coercion
  block('equals', (left, right) => left == right);
  // biome-ignore lint/suspicious/noDoubleEquals: the documented coercion
  block('notEquals', (left, right) => left != right);
  block('greaterThan', (left, right) => (left as number) > (right as number));
  block('lessThan', (left, right) => (left as number) < (right as number));
  block('and', (left, right) => Boolean(left) && Boolean(right));
  block('or', (left, right) => Boolean(left) || Boolean(right));
  // No message of ours uses these; one that did would show it.
  for (const name of ['insert', 'length']) handlebars.registerHelper(name, () => `[the helper ${name}]`);
  handlebars.registerHelper('formatDate', (time: string, pattern: string) => formatDate(new Date(time), pattern));
  return handlebars;
}

const sending = withHelpers(true);
const editor = withHelpers(false);

/** Renders as SendGrid does when it sends. */
export const compileSendgrid: Compile = (text) => {
  const template = sending.compile(text);
  return ({ recipient, event, vendor }) => {
    const { unsubscribe_url: unsubscribe, preferences_url: unsubscribe_preferences } = vendor;
    return template({ recipient, event, unsubscribe, unsubscribe_preferences });
  };
};

/**
 * Renders as SendGrid's editor does in its preview. The preview has no recipient, so the vendor's addresses are helpers
 * there instead of data: they are found wherever they stand.
 */
export const compileSendgridPreview: Compile = (text) => {
  const template = editor.compile(text);
  return ({ recipient, event, vendor }) => {
    const { unsubscribe_url, preferences_url } = vendor;
    const helpers = { unsubscribe: () => unsubscribe_url, unsubscribe_preferences: () => preferences_url };
    return template({ recipient, event }, { helpers });
  };
};
