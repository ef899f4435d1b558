import type { Lazy } from './lazy.ts';
import type { Marks } from './marks.ts';
import type { Message } from './model.ts';
import type { Store } from './store.ts';
import type { ReadSides } from './texts.ts';

/** What all parts of the page share. */
export interface Tools {
  readonly store: Store;
  readonly marks: Marks;
  readonly lazy: Lazy;
  readonly read: ReadSides;
  /** Goes to the preview that speaks for a message. */
  goTo(message: Message): void;
}
