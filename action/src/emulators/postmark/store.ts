import type { EmulatorClock } from '../vendor.ts';

/** A template as Postmark keeps it. */
export interface StoredTemplate {
  readonly TemplateId: number;
  Name: string;
  Alias: string | null;
  Subject: string | null;
  HtmlBody: string | null;
  TextBody: string | null;
  readonly TemplateType: 'Standard' | 'Layout';
  LayoutTemplate: string | null;
  readonly Active: boolean;
  readonly AssociatedServerId: number;
}

interface Entry {
  readonly template: StoredTemplate;
  /** When listings show it first, and no longer. */
  readonly shownFrom: number;
  shownUntil: number;
}

/** One server of Postmark: what it owns, nobody else sees. */
export class ServerStore {
  readonly id: number;
  readonly name: string;
  readonly token: string;
  readonly #clock: EmulatorClock;
  readonly #nextId: () => number;
  readonly #entries: Entry[] = [];

  /** @param nextId ids are unique across all servers */
  constructor(server: { id: number; name: string; token: string }, clock: EmulatorClock, nextId: () => number) {
    this.id = server.id;
    this.name = server.name;
    this.token = server.token;
    this.#clock = clock;
    this.#nextId = nextId;
  }

  /** Templates that are there, whether or not listings show them. */
  present(): StoredTemplate[] {
    return this.#entries
      .filter(({ shownUntil }) => shownUntil === Number.POSITIVE_INFINITY)
      .map(({ template }) => template);
  }

  /** What a listing shows now. */
  listed(): StoredTemplate[] {
    const now = this.#clock.now();
    return this.#entries
      .filter(({ shownFrom, shownUntil }) => shownFrom <= now && now < shownUntil)
      .map(({ template }) => template);
  }

  find(idOrAlias: string): StoredTemplate | undefined {
    return this.present().find(({ TemplateId, Alias }) => String(TemplateId) === idOrAlias || Alias === idOrAlias);
  }

  add(content: Omit<StoredTemplate, 'TemplateId' | 'Active' | 'AssociatedServerId'>): StoredTemplate {
    const template = { ...content, TemplateId: this.#nextId(), Active: true, AssociatedServerId: this.id };
    const { listingDelay } = this.#clock;
    this.#entries.push({
      template,
      shownFrom: this.#clock.now() + listingDelay,
      shownUntil: Number.POSITIVE_INFINITY,
    });
    return template;
  }

  remove(template: StoredTemplate): void {
    const entry = this.#entries.find((one) => one.template === template);
    if (entry) entry.shownUntil = this.#clock.now() + this.#clock.listingDelay;
  }
}
