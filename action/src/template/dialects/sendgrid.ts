import { handlebarsDialect } from './handlebars.ts';
import { handlebarsSyntax } from './print/handlebars-syntax.ts';

/**
 * The language of SendGrid's dynamic templates. Source: Twilio's page "Using Handlebars"
 * (https://www.twilio.com/docs/sendgrid/for-developers/sending-email/using-handlebars), read in its 2026 text, for
 * every helper named here, `@root`, `{{{raw}}}` and `formatDate`.
 *
 * Reported by users, not documented: inside `equals`, `notEquals`, `greaterThan`, `lessThan`, `and` and `or` the
 * editor's preview loses the current item, and there `../` counts those blocks, while in delivered mail it does not
 * (github.com/sendgrid/docs issues 6237, 6381 and 6584). `@root.` and block parameters, both seen to work there, mean
 * the same in either, so nothing else is written inside such blocks.
 *
 * From the unsubscribe module of SendGrid's own editor, as exported in public repositories: `{{{unsubscribe}}}` and
 * `{{{unsubscribe_preferences}}}`. Dynamic templates have no address of a copy in the browser.
 *
 * From memory, unverified: `@index`, `@first` and `@last` (issue 6584 uses `@index`); that lines with nothing but a
 * block tag are stripped as in handlebars.js; that the helpers order only numbers.
 */
export const sendgridFlavour = {
  id: 'sendgrid',
  vendor: 'SendGrid',
  syntax: handlebarsSyntax('SendGrid'),
  /**
   * A send carries `dynamic_template_data: { recipient: { … }, event: { … } }`, so that a recipient's field and an
   * event's of the same name stay apart.
   */
  defaultData: { recipient: { '*': 'recipient.*' }, event: { '*': 'event.*' } },
  root: true,
  blockParameters: true,
  loopData: ['index', 'first', 'last'],
  comparisons: {
    eq: { string: 'equals', number: 'equals', boolean: 'equals' },
    ne: { string: 'notEquals', number: 'notEquals', boolean: 'notEquals' },
    gt: { number: 'greaterThan' },
    lt: { number: 'lessThan' },
  },
  marksAreTexts: false,
  logic: { all: 'and', any: 'or' },
  helpersVeil: true,
  stripsStandalone: true,
  date: {
    helper: 'formatDate',
    tokens: { y: 'YYYY', yy: 'YY', M: 'M', MM: 'MM', MMM: 'MMM', MMMM: 'MMMM', d: 'D', dd: 'DD', E: 'dddd' },
  },
  vendorValues: { unsubscribe_url: '{{{unsubscribe}}}', preferences_url: '{{{unsubscribe_preferences}}}' },
  helpers: [
    'if',
    'unless',
    'each',
    'with',
    'lookup',
    'log',
    'insert',
    'formatDate',
    'equals',
    'notEquals',
    'greaterThan',
    'lessThan',
    'and',
    'or',
    'length',
  ],
} as const satisfies Parameters<typeof handlebarsDialect>[0];

export const sendgrid = handlebarsDialect(sendgridFlavour);
