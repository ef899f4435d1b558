import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../digest.ts';
import { Things } from '../things.ts';
import type { EmulatorClock } from '../vendor.ts';

/** An email template or a content block, with the fields of its kind. */
export interface Stored {
  readonly id: string;
  fields: JsonObject;
  readonly created: string;
  updated: string;
}

/** The objects of one kind in one workspace. They cannot be deleted. */
export class Shelf {
  readonly #clock: EmulatorClock;
  readonly #things: Things<Stored>;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
    this.#things = new Things(clock);
  }

  all(): Stored[] {
    return this.#things.present();
  }

  /** The objects that a listing shows now. */
  listed(): Stored[] {
    return this.#things.listed();
  }

  find(id: string): Stored | undefined {
    return this.all().find((one) => one.id === id);
  }

  add(fields: JsonObject): Stored {
    const now = this.#stamp();
    return this.#things.add({ id: randomUUID(), fields, created: now, updated: now });
  }

  change(thing: Stored, fields: JsonObject): void {
    thing.fields = { ...thing.fields, ...fields };
    thing.updated = this.#stamp();
  }

  #stamp(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** A workspace of Braze. No other key reaches what it holds. */
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
