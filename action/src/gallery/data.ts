import type { Change, ChangeClass, Measure, ReviewedMessage } from '../review/review.ts';
import type { PackedTexts } from './texts.ts';

/** What the page's script is given: a review and the texts of its representatives, each thing written once. */
export interface GalleryData {
  readonly title: string;
  readonly base: string | null;
  readonly head: string;
  /** Names and reasons that messages share; messages hold their numbers. */
  readonly words: readonly string[];
  readonly changes: readonly ChangeData[];
  /** Messages that are shown although nothing of them changes. */
  readonly others: readonly OtherData[];
  readonly texts: PackedTexts;
}

export interface ChangeData extends Pick<Change, 'id' | 'kind' | 'title' | 'hunks' | 'moreHunks'> {
  readonly tenants: number;
  readonly classes: readonly ClassData[];
}

export interface ClassData extends Pick<ChangeClass, 'id' | 'template' | 'channel' | 'dialect'> {
  /** Messages there are, of which a very large page holds a part. */
  readonly count: number;
  /**
   * Twelve hex digits: the same as long as every message says the same, before and after: those of the class, and for a
   * class with previews that speak for the whole change also those of the classes that have none.
   */
  readonly content: string;
  /** `messageWidth` numbers for each message. */
  readonly messages: readonly number[];
  readonly representatives: readonly RepresentativeData[];
}

/** Numbers of words: tenant, locale, place, reason (0 is the empty word); then the numbers of action and direction. */
export const messageWidth = 6;
export const actions = ['create', 'update', 'archive', 'held'] as const satisfies ReviewedMessage['action'][];
export const directions = ['ltr', 'rtl'] as const satisfies ReviewedMessage['direction'][];

export interface RepresentativeData {
  /** Which message of its class it is. */
  readonly message: number;
  readonly why: readonly string[];
  readonly standsFor: number;
  readonly measure: Measure;
  /** One of those that speak for the whole change; the others speak for their class alone. */
  readonly forChange: boolean;
  readonly shown: ShownData;
}

export interface OtherData {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly shown: ShownData;
}

export interface ShownData {
  readonly before: SideData | null;
  readonly after: SideData | null;
  readonly missing: string | null;
}

/** As `ShownTexts`, with numbers of texts. */
export interface SideData {
  readonly samples: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly source: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}
