import type { JsonObject } from '../../digest.ts';
import { Things } from '../things.ts';
import type { EmulatorClock } from '../vendor.ts';

export const media = ['Email', 'Push', 'SMS'] as const;
export type Medium = (typeof media)[number];

/** A template as Iterable keeps it; one that belongs to a campaign has that campaign's number. */
export interface StoredTemplate {
  readonly templateId: number;
  readonly medium: Medium;
  readonly campaignId?: number;
  readonly createdAt: number;
  updatedAt: number;
  name: string;
  clientTemplateId: string;
  messageTypeId: number;
  /** The fields of its medium. */
  content: JsonObject;
}

export interface StoredSnippet {
  readonly id: number;
  readonly name: string;
  readonly content: string;
}

/** Numbers that are unique at the vendor, across all projects. */
export class Numbers {
  #last = 1_000_000;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** A project. No other project sees what it holds. */
export class ProjectStore {
  readonly name: string;
  readonly id: number;
  readonly key: string;
  readonly snippets: StoredSnippet[] = [];
  readonly channels: { id: number; name: string; channelType: string; messageMedium: Medium }[] = [];
  readonly messageTypes: { id: number; name: string; channelId: number }[] = [];
  readonly #numbers: Numbers;
  readonly #clock: EmulatorClock;
  readonly #templates: Things<StoredTemplate>;

  constructor(name: string, key: string, numbers: Numbers, clock: EmulatorClock) {
    this.name = name;
    this.id = /^[1-9][0-9]*$/.test(name) ? Number(name) : numbers.next();
    this.key = key;
    this.#numbers = numbers;
    this.#clock = clock;
    this.#templates = new Things(clock);
  }

  /**
   * Creates the channels, a message type for each topic in each of them, and the snippet that tells the project's
   * number.
   */
  furnish(topics: readonly string[]): void {
    for (const messageMedium of media) {
      for (const channelType of ['Marketing', 'Transactional']) {
        const id = this.#numbers.next();
        this.channels.push({ id, name: `${channelType} ${messageMedium}`, channelType, messageMedium });
        for (const name of topics) this.messageTypes.push({ id: this.#numbers.next(), name, channelId: id });
      }
    }
    this.addSnippet('tenantry', 'This project is deployed to from a repository.');
  }

  addSnippet(name: string, content: string): StoredSnippet {
    const snippet = { id: this.#numbers.next(), name, content };
    this.snippets.push(snippet);
    return snippet;
  }

  /** The templates that exist, whether or not listings show them. */
  present(): StoredTemplate[] {
    return this.#templates.present();
  }

  /** The templates that a listing shows now. */
  listed(): StoredTemplate[] {
    return this.#templates.listed();
  }

  find(id: number): StoredTemplate | undefined {
    return this.present().find(({ templateId }) => templateId === id);
  }

  add(template: Omit<StoredTemplate, 'templateId' | 'createdAt' | 'updatedAt'>): StoredTemplate {
    const now = this.#clock.now();
    return this.#templates.add({ ...template, templateId: this.#numbers.next(), createdAt: now, updatedAt: now });
  }

  /**
   * Creates a campaign, which sends a copy of a template. That the copy keeps the `clientTemplateId`, so that an upsert
   * changes it too, is from memory, unverified: the vendor's description mentions templates with one `clientTemplateId`
   * and a campaign each.
   */
  addCampaign(template: StoredTemplate): number {
    const campaignId = this.#numbers.next();
    const { medium, name, clientTemplateId, messageTypeId, content } = template;
    this.add({ medium, name, clientTemplateId, messageTypeId, content: { ...content }, campaignId });
    return campaignId;
  }

  remove(template: StoredTemplate): void {
    this.#templates.remove(template);
  }

  touch(template: StoredTemplate): void {
    template.updatedAt = this.#clock.now();
  }
}
