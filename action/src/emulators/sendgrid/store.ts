import { randomBytes, randomUUID } from 'node:crypto';
import { Things } from '../things.ts';
import type { EmulatorClock } from '../vendor.ts';

/** A version as SendGrid keeps it. */
export interface StoredVersion {
  readonly id: string;
  name: string;
  subject: string;
  html_content: string;
  plain_content: string;
  generate_plain_content: boolean;
  editor: 'code' | 'design';
  test_data: string;
  active: 0 | 1;
  updated_at: string;
}

export interface StoredTemplate {
  readonly id: string;
  name: string;
  readonly generation: 'legacy' | 'dynamic';
  updated_at: string;
  readonly versions: StoredVersion[];
}

/** One user of SendGrid, parent or subuser: what it owns, nobody else sees. */
export class UserStore {
  readonly username: string;
  readonly id: number;
  readonly email: string;
  disabled = false;
  readonly #templates: Things<StoredTemplate>;
  readonly #clock: EmulatorClock;

  constructor(username: string, id: number, clock: EmulatorClock, email = `${id}@example.com`) {
    this.username = username;
    this.id = id;
    this.email = email;
    this.#clock = clock;
    this.#templates = new Things(clock);
  }

  /** Templates that are there, whether or not listings show them. */
  present(): StoredTemplate[] {
    return this.#templates.present();
  }

  /** What a listing shows now. */
  listed(): StoredTemplate[] {
    return this.#templates.listed();
  }

  find(id: string): StoredTemplate | undefined {
    return this.present().find((template) => template.id === id);
  }

  versions(): number {
    return this.present().reduce((sum, { versions }) => sum + versions.length, 0);
  }

  addTemplate(name: string, generation: 'legacy' | 'dynamic'): StoredTemplate {
    return this.#templates.add({
      id: generation === 'dynamic' ? dynamicId() : randomUUID(),
      name,
      generation,
      updated_at: this.stamp(),
      versions: [],
    });
  }

  removeTemplate(template: StoredTemplate): void {
    this.#templates.remove(template);
  }

  /** Only one version of a template is active. */
  activate(template: StoredTemplate, version: StoredVersion): void {
    for (const one of template.versions) one.active = one === version ? 1 : 0;
    template.updated_at = this.stamp();
  }

  /** `YYYY-MM-DD hh:mm:ss`. */
  stamp(): string {
    return new Date(this.#clock.now()).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/**
 * `d-` and hexadecimal digits. The vendor's description says 36 characters; ids seen in public code have 32 digits, hence
 * 34. Nothing may rely on either.
 */
function dynamicId(): string {
  return `d-${randomBytes(17).toString('hex')}`;
}
