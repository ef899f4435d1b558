import { handlebarsDialect } from './handlebars.ts';
import { iterableSyntax } from './print/handlebars-syntax.ts';

/**
 * The language of Iterable's templates, a Handlebars written in Java. Sources, read in their 2026 text: Iterable's
 * articles "Personalizing Templates with Handlebars", "Conditional Logic Helpers" and "Handlebars FAQ"
 * (support.iterable.com), for `#if` with set fields of any type, `#ifEq`, `#ifGt`, `#ifGte`, `#ifLt`, `#ifLte`, `#eq`,
 * `#each`, `@index`, fields in square brackets, `{{{raw}}}`, `{{unsubscribeUrl}}`, `{{hostedUnsubscribeUrl}}` and
 * `{{viewInBrowserUrl}}`. Ordering a missing value fails the message there; every dialect requires what is compared
 * like that to exist.
 *
 * Numbers are compared with Iterable's own helpers: `eq`, `gt` and their kin are those of handlebars.java, which
 * compare Java objects (ConditionalHelpers.java), and a whole number in the data is another kind of object than one in
 * a template.
 *
 * From the sources of handlebars.java: `../` only climbs out of `#each` (EachHelper.java), `@first` and `@last` are the
 * words "first" and "last", or empty (ibid.), `#each` takes `{{else}}` (ibid.), 0 is false
 * (`Handlebars.Utils.isEmpty`), and lines with nothing but a block tag are kept unless `prettyPrint` is set. From
 * memory, unverified: that Iterable does not set it.
 */
export const iterableFlavour = {
  id: 'iterable',
  vendor: 'Iterable',
  syntax: iterableSyntax('Iterable'),
  /**
   * A recipient is a user profile, whose fields stand at the root of the data; a send carries `dataFields: { event: { …
   * } }`, so that an event's fields cannot hide the profile's.
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
