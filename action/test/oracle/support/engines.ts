import Handlebars from 'handlebars';
import { Liquid } from 'liquidjs';
import { compileMustachio } from '../../../src/emulators/postmark/mustachio.ts';
import type { DialectId } from '../../../src/template/dialects/dialect.ts';
import { toPlainLiquid } from './braze-liquid.ts';
import { compileJavaHandlebars } from './java-handlebars.ts';
import type { SendData } from './send.ts';

/** Renders emitted fields as a vendor would. */
export interface Engine {
  readonly name: string;
  readonly dialect: DialectId;
  /** Reads a field once, to be rendered with any data. */
  compile(text: string): (data: SendData) => string;
  render(text: string, data: SendData): string;
}

const handlebarsBy = new Map<boolean, typeof Handlebars>();

function engine(name: string, dialect: DialectId, compile: Engine['compile']): Engine {
  return { name, dialect, compile, render: (text, data) => compile(text)(data) };
}

/** SendGrid twice: as mail is delivered, and as its editor shows it, where helper blocks lose the current item. */
export const engines: readonly Engine[] = [
  engine('sendgrid', 'sendgrid', compileDelivered),
  engine('sendgrid preview', 'sendgrid', compilePreview),
  engine('braze', 'braze', compileBraze),
  engine('iterable', 'iterable', compileIterable),
  engine('mustachio', 'mustachio', compilePostmark),
];

function compileDelivered(text: string): (data: SendData) => string {
  const template = sendgridHandlebars(true).compile(text);
  return ({ recipient, event, vendor }) => {
    const { unsubscribe_url: unsubscribe, preferences_url: unsubscribe_preferences } = vendor;
    return template({ recipient, event, unsubscribe, unsubscribe_preferences });
  };
}

/** The editor knows no recipient, so the vendor's addresses are no data there: they are found wherever they stand. */
function compilePreview(text: string): (data: SendData) => string {
  const template = sendgridHandlebars(false).compile(text);
  return ({ recipient, event, vendor }) => {
    const { unsubscribe_url, preferences_url } = vendor;
    const helpers = { unsubscribe: () => unsubscribe_url, unsubscribe_preferences: () => preferences_url };
    return template({ recipient, event }, { helpers });
  };
}

/** Handlebars with the helpers that Twilio's page "Using Handlebars" documents; `equals` coerces, as it says. */
function sendgridHandlebars(keepsItem: boolean): typeof Handlebars {
  const known = handlebarsBy.get(keepsItem);
  if (known !== undefined) return known;
  const handlebars = Handlebars.create();
  handlebarsBy.set(keepsItem, handlebars);
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
  for (const name of ['insert', 'length']) handlebars.registerHelper(name, () => `[the helper ${name}]`);
  handlebars.registerHelper('formatDate', (time: string, pattern: string) => formatDate(new Date(time), pattern));
  return handlebars;
}

function compileIterable(text: string): (data: SendData) => string {
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
}

function compilePostmark(text: string): (data: SendData) => string {
  const template = compileMustachio(text);
  return ({ recipient, event, vendor }) =>
    template({ recipient, event }, { 'pm:unsubscribe_url': vendor.unsubscribe_url });
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July'].concat(
  ...['August', 'September', 'October', 'November', 'December'],
);
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The tokens of the table on Twilio's page that concern days. Times are shown as in UTC. */
function formatDate(time: Date, pattern: string): string {
  const month = months[time.getUTCMonth()] as string;
  const values: Readonly<Record<string, string>> = {
    YYYY: String(time.getUTCFullYear()),
    YY: String(time.getUTCFullYear()).slice(2),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: String(time.getUTCMonth() + 1).padStart(2, '0'),
    M: String(time.getUTCMonth() + 1),
    DD: String(time.getUTCDate()).padStart(2, '0'),
    D: String(time.getUTCDate()),
    dddd: weekdays[time.getUTCDay()] as string,
  };
  return pattern.replace(/[A-Za-z]+/g, (token) => values[token] ?? `[${token}?]`);
}

const liquid = new Liquid({ ownPropertyOnly: true, strictFilters: true, timezoneOffset: 0 });

function compileBraze(text: string): (data: SendData) => string {
  const template = liquid.parse(toPlainLiquid(text));
  return ({ recipient, event, vendor }) =>
    liquid.renderSync(template, {
      braze: { ...recipient, set_user_to_unsubscribed_url: vendor.unsubscribe_url },
      custom_attribute: recipient,
      api_trigger_properties: event,
    });
}
