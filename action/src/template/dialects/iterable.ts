import { handlebarsDialect } from './handlebars.ts';
import { iterableSyntax } from './print/handlebars-syntax.ts';

/**
 * The language of Iterable's templates, a Handlebars of Java. Iterable's articles "Personalizing Templates with
 * Handlebars", "Conditional Logic Helpers" and "Handlebars FAQ" (support.iterable.com), read in their 2026 text: `#if` for
 * set fields of any type, `#ifEq`, `#ifGt`, `#ifGte`, `#ifLt`, `#ifLte`, `#eq`, `#each`, `@index`, fields in square brackets,
 * `{{{raw}}}`, `{{unsubscribeUrl}}`, `{{hostedUnsubscribeUrl}}` and `{{viewInBrowserUrl}}`. Comparing the order of what is
 * missing fails the message there; what is compared so has to be there in every dialect.
 *
 * Numbers are compared with helpers of Iterable's own: `eq`, `gt` and their kin are those of handlebars.java, which compare
 * Java's objects (ConditionalHelpers.java), and a whole number of the data is another kind of object than one in a template.
 *
 * From the sources of handlebars.java: `../` climbs out of `#each` alone (EachHelper.java), `@first` and `@last` are the
 * words "first" and "last", or empty (ibid.), `{{else}}` of `#each` (ibid.), 0 is false (`Handlebars.Utils.isEmpty`), lines
 * with a lone block tag are kept unless `prettyPrint` is set. From memory, unverified: that Iterable does not set it.
 */
export const iterableFlavour = {
  id: 'iterable',
  vendor: 'Iterable',
  syntax: iterableSyntax('Iterable'),
  /**
   * A recipient is a user profile, whose fields stand at the root of the data; a send carries
   * `dataFields: { event: { … } }`, so that an event's fields cannot hide the profile's.
   */
  defaultData: { recipient: { first_name: 'firstName', last_name: 'lastName', '*': '*' }, event: { '*': 'event.*' } },
  root: false,
  blockParameters: false,
  loopData: ['index', 'first', 'last'],
  comparisons: {
    eq: { string: 'eq', number: 'ifEq', boolean: 'eq' },
    gt: { number: 'ifGt' },
    gte: { number: 'ifGte' },
    lt: { number: 'ifLt' },
    lte: { number: 'ifLte' },
  },
  marksAreTexts: true,
  logic: {},
  helpersVeil: false,
  stripsStandalone: false,
  vendorValues: {
    unsubscribe_url: '{{unsubscribeUrl}}',
    preferences_url: '{{hostedUnsubscribeUrl}}',
    browser_url: '{{viewInBrowserUrl}}',
  },
  helpers: [
    ...['if', 'unless', 'each', 'with', 'lookup', 'log', 'eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'and', 'or', 'not'],
    ...['ifEq', 'ifGt', 'ifGte', 'ifLt', 'ifLte', 'ifModEq', 'ifContains', 'ifContainsStr', 'minInList', 'maxInList'],
    ...['catalog', 'catalogKeys', 'catalogCollection', 'sortBy', 'groupBy', 'dateMath', 'sendSkip', 'hexEncode'],
    ...['ifMatchesRegexStr', 'length', 'capitalizeFirst', 'capitalize', 'upper', 'lower', 'defaultIfEmpty', 'cut'],
    ...['replace', 'substring', 'abbreviate', 'slugify', 'breaklines', 'urlEncode', 'toJson', 'toUrlEncodedJson'],
    ...[
      'base64',
      'hmacSHA1',
      'hmacSHA256',
      'sha1',
      'md5',
      'sha256',
      'center',
      'numberFormat',
      'math',
      'join',
      'now',
      'timestamp',
    ],
    ...['dateFormat', 'assign', 'snippet', 'unsubscribeUrl', 'hostedUnsubscribeUrl', 'viewInBrowserUrl'],
  ],
} as const satisfies Parameters<typeof handlebarsDialect>[0];

export const iterable = handlebarsDialect(iterableFlavour);
