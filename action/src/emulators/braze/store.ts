import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../digest.ts';
import type { EmulatorClock } from '../vendor.ts';

/** An email template or a content block, with the fields that its kind has. */
export interface Stored {
  readonly id: string;
  fields: JsonObject;
  readonly created: string;
  updated: string;
  /** When listings show it first. */
  readonly shownFrom: number;
}

/** Things of one kind in one workspace. */
export class Shelf {
  readonly #clock: EmulatorClock;
  readonly #things = new Map<string, Stored>();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  all(): Stored[] {
    return [...this.#things.values()];
  }

  /** What a listing shows now. */
  listed(): Stored[] {
    const now = this.#clock.now();
    return this.all().filter(({ shownFrom }) => shownFrom <= now);
  }

  find(id: string): Stored | undefined {
    return this.#things.get(id);
  }

  add(fields: JsonObject): Stored {
    const now = this.#stamp();
    const shownFrom = this.#clock.now() + this.#clock.listingDelay;
    const thing: Stored = { id: randomUUID(), fields, created: now, updated: now, shownFrom };
    this.#things.set(thing.id, thing);
    return thing;
  }

  change(thing: Stored, fields: JsonObject): void {
    thing.fields = { ...thing.fields, ...fields };
    thing.updated = this.#stamp();
  }

  #stamp(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** A workspace of Braze: what it holds, no other key reaches. */
export class WorkspaceStore {
  readonly name: string;
  readonly templates: Shelf;
  readonly blocks: Shelf;

  constructor(name: string, clock: EmulatorClock) {
    this.name = name;
    this.templates = new Shelf(clock);
    this.blocks = new Shelf(clock);
  }
}
