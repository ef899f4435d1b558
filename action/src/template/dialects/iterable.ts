import { handlebarsDialect } from './handlebars.ts';

/**
 * The language of Iterable's templates, a Handlebars of Java. Iterable's articles "Personalizing Templates with
 * Handlebars" and "Handlebars FAQ" (support.iterable.com), read in their 2026 text: `#if` for set fields of any type,
 * `#eq`, `#lt`, `#lte`, `#gt`, `#gte`, `#each`, fields in square brackets, `{{{raw}}}`, `{{unsubscribeUrl}}`,
 * `{{hostedUnsubscribeUrl}}` and `{{viewInBrowserUrl}}`.
 *
 * From memory, unverified: that `../` climbs out of `#each` alone, as in handlebars.java; that lines with a lone block
 * tag are kept, its default; that the order of `#gt` and its kin is that of numbers; `@index`, `@first` and `@last`.
 */
export const iterableFlavour = {
  id: 'iterable',
  vendor: 'Iterable',
  /**
   * A recipient is a user profile, whose fields stand at the root of the data; a send carries
   * `dataFields: { event: { … } }`, so that an event's fields cannot hide the profile's.
   */
  defaultData: { recipient: { first_name: 'firstName', last_name: 'lastName', '*': '*' }, event: { '*': 'event.*' } },
  root: false,
  blockParameters: false,
  loopData: ['index', 'first', 'last'],
  comparisons: {
    eq: { helper: 'eq', types: ['string', 'number', 'boolean'] },
    gt: { helper: 'gt', types: ['number'] },
    gte: { helper: 'gte', types: ['number'] },
    lt: { helper: 'lt', types: ['number'] },
    lte: { helper: 'lte', types: ['number'] },
  },
  logic: {},
  helpersVeil: false,
  stripsStandalone: false,
  vendorValues: {
    unsubscribe_url: '{{unsubscribeUrl}}',
    preferences_url: '{{hostedUnsubscribeUrl}}',
    browser_url: '{{viewInBrowserUrl}}',
  },
  helpers: [
    ...['if', 'unless', 'each', 'with', 'lookup', 'log', 'eq', 'lt', 'lte', 'gt', 'gte', 'ifEq', 'ifContainsStr'],
    ...['ifMatchesRegexStr', 'length', 'capitalizeFirst', 'capitalize', 'upper', 'lower', 'defaultIfEmpty', 'cut'],
    ...['replace', 'substring', 'abbreviate', 'slugify', 'breaklines', 'urlEncode', 'toJson', 'toUrlEncodedJson'],
    ...['base64', 'hmacSHA1', 'sha1', 'md5', 'sha256', 'center', 'numberFormat', 'math', 'join', 'now', 'timestamp'],
    ...['dateFormat', 'assign', 'snippet', 'unsubscribeUrl', 'hostedUnsubscribeUrl', 'viewInBrowserUrl'],
  ],
} as const satisfies Parameters<typeof handlebarsDialect>[0];

export const iterable = handlebarsDialect(iterableFlavour);
