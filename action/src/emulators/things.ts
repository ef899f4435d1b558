import type { EmulatorClock } from './vendor.ts';

interface Shown<T> {
  readonly thing: T;
  /** When listings begin and cease to show it, in milliseconds since 1970. */
  readonly from: number;
  until: number;
}

/**
 * The objects of a workspace. They exist, or are gone, at once; listings show either only after the emulator's delay.
 */
export class Things<T> {
  readonly #clock: EmulatorClock;
  readonly #shown: Shown<T>[] = [];

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** The objects that exist, whether or not listings show them, in the order of their creation. */
  present(): T[] {
    return this.#shown.filter(({ until }) => until === Number.POSITIVE_INFINITY).map(({ thing }) => thing);
  }

  /** The objects that a listing shows now. */
  listed(): T[] {
    const now = this.#clock.now();
    return this.#shown.filter(({ from, until }) => from <= now && now < until).map(({ thing }) => thing);
  }

  add(thing: T): T {
    this.#shown.push({ thing, from: this.#later(), until: Number.POSITIVE_INFINITY });
    return thing;
  }

  remove(thing: T): void {
    const shown = this.#shown.find((one) => one.thing === thing);
    if (shown) shown.until = this.#later();
  }

  #later(): number {
    return this.#clock.now() + this.#clock.listingDelay;
  }
}
