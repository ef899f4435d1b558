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

/** A user of SendGrid, parent or subuser. Nobody else sees what it holds. */
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

  /** The templates that exist, whether or not listings show them. */
  present(): StoredTemplate[] {
    return this.#templates.present();
  }

  /** The templates that a listing shows now. */
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

  /** Makes a version the only active one of its template. */
  activate(template: StoredTemplate, version: StoredVersion): void {
    for (const one of template.versions) one.active = one === version ? 1 : 0;
    template.updated_at = this.stamp();
  }

  /** The current time as `YYYY-MM-DD hh:mm:ss`, in UTC. */
  stamp(): string {
    return new Date(this.#clock.now()).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/**
 * A new id: `d-` and 34 hexadecimal digits, because the vendor's description says 36 characters. Ids seen in public
 * code have 32 digits, which makes 34 characters. Nothing may rely on either.
 */
function dynamicId(): string {
  return `d-${randomBytes(17).toString('hex')}`;
}
