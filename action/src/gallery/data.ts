import type { Change, ChangeClass, Measure, ReviewedMessage } from '../review/review.ts';
import type { PackedTexts } from './texts.ts';

/** The data for the page's script: a review and the texts of its representatives, where nothing is written twice. */
export interface GalleryData {
  readonly title: string;
  readonly base: string | null;
  readonly head: string;
  /** Names and reasons that messages share; messages refer to them by number. */
  readonly words: readonly string[];
  readonly changes: readonly ChangeData[];
  /** Messages that are shown although nothing changes in them. */
  readonly others: readonly OtherData[];
  readonly texts: PackedTexts;
}

export interface ChangeData extends Pick<Change, 'id' | 'kind' | 'title' | 'hunks' | 'moreHunks'> {
  readonly tenants: number;
  readonly classes: readonly ClassData[];
}

export interface ClassData extends Pick<ChangeClass, 'id' | 'template' | 'channel' | 'dialect'> {
  /** The number of messages; a very large page holds only a part of them. */
  readonly count: number;
  /**
   * Twelve hex digits that stay the same as long as every message says the same, before and after. They cover the
   * class's messages and, for a class with previews that speak for the whole change, those of the classes without any.
   */
  readonly content: string;
  /** `messageWidth` numbers for each message. */
  readonly messages: readonly number[];
  readonly representatives: readonly RepresentativeData[];
}

/**
 * The length of a message's row of numbers: those of the words for tenant, locale, place and reason (0 is the empty
 * word), then those of action and direction.
 */
export const messageWidth = 6;
export const actions = ['create', 'update', 'archive', 'held'] as const satisfies ReviewedMessage['action'][];
export const directions = ['ltr', 'rtl'] as const satisfies ReviewedMessage['direction'][];

export interface RepresentativeData {
  /** The index of the message in its class. */
  readonly message: number;
  readonly why: readonly string[];
  readonly standsFor: number;
  readonly measure: Measure;
  /** Whether it speaks for the whole change; otherwise it speaks for its class alone. */
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

/** Like `ShownTexts`, with the numbers of texts in place of the texts. */
export interface SideData {
  readonly samples: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly source: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}
