import type { DialectId } from '../../../src/template/dialects/dialect.ts';
import type { VendorRef } from '../../../src/template/ir.ts';

/** What a vendor's language can say, written down a second time: what is generated for it keeps to that. */
export interface Abilities {
  readonly vendorValues: readonly VendorRef['name'][];
  /** Whether vendor values can be printed inside loops. */
  readonly vendorInLoops: boolean;
  readonly comparisons: boolean;
  /** Whether texts can be put in order. */
  readonly textOrder: boolean;
  /** `upper`, `lower`, `capitalize`, `url`. */
  readonly filters: boolean;
  readonly loopData: boolean;
  /** Whether `@first` and `@last` can be printed, and not only tested. */
  readonly marks: boolean;
  /** `date` of a whole day. */
  readonly dates: boolean;
  /** What cannot be avoided in generated fields. */
  readonly refusals: { readonly html: readonly string[]; readonly text: readonly string[] };
}

const handlebars = {
  vendorInLoops: false,
  comparisons: true,
  textOrder: false,
  filters: false,
  loopData: true,
  marks: true,
  refusals: { html: ['condition-too-large'], text: ['condition-too-large', 'text-reads-as-code'] },
} as const;

export const abilities: Readonly<Record<DialectId, Abilities>> = {
  sendgrid: { ...handlebars, dates: true, vendorValues: ['unsubscribe_url', 'preferences_url'] },
  iterable: {
    ...handlebars,
    marks: false,
    dates: false,
    vendorValues: ['unsubscribe_url', 'preferences_url', 'browser_url'],
  },
  braze: {
    vendorValues: ['unsubscribe_url'],
    vendorInLoops: true,
    comparisons: true,
    textOrder: true,
    filters: true,
    loopData: true,
    marks: true,
    dates: true,
    refusals: { html: [], text: [] },
  },
  mustachio: {
    vendorValues: ['unsubscribe_url'],
    vendorInLoops: true,
    comparisons: false,
    textOrder: false,
    filters: false,
    loopData: false,
    marks: false,
    dates: false,
    // Data with a dash in its name, objects that may be empty, items that cannot be seen from where they are wanted.
    refusals: {
      html: ['condition-too-large', 'not-in-dialect', 'name-not-printable'],
      text: ['condition-too-large', 'not-in-dialect', 'name-not-printable', 'text-reads-as-code'],
    },
  },
};
