import { Things } from '../things.ts';
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

/** A server of Postmark. Nobody else sees what it holds. */
export class ServerStore {
  readonly id: number;
  readonly name: string;
  readonly token: string;
  readonly #nextId: () => number;
  readonly #templates: Things<StoredTemplate>;

  /** @param nextId makes ids that are unique across all servers */
  constructor(server: { id: number; name: string; token: string }, clock: EmulatorClock, nextId: () => number) {
    this.id = server.id;
    this.name = server.name;
    this.token = server.token;
    this.#templates = new Things(clock);
    this.#nextId = nextId;
  }

  /** The templates that exist, whether or not listings show them. */
  present(): StoredTemplate[] {
    return this.#templates.present();
  }

  /** The templates that a listing shows now. */
  listed(): StoredTemplate[] {
    return this.#templates.listed();
  }

  find(idOrAlias: string): StoredTemplate | undefined {
    return this.present().find(({ TemplateId, Alias }) => String(TemplateId) === idOrAlias || Alias === idOrAlias);
  }

  add(content: Omit<StoredTemplate, 'TemplateId' | 'Active' | 'AssociatedServerId'>): StoredTemplate {
    const ids = { TemplateId: this.#nextId(), AssociatedServerId: this.id };
    return this.#templates.add({ ...content, ...ids, Active: true });
  }

  remove(template: StoredTemplate): void {
    this.#templates.remove(template);
  }
}
