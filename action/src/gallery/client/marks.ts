import type { Change, Class, Preview } from './model.ts';

const key = 'tenantry-looked-at';
/** The most marks that are kept; the oldest are dropped first. */
const mostMarks = 4000;

/**
 * Remembers which classes were looked at. The mark on a class of a change holds as long as the messages that its
 * previews speak for say the same, before and after: it survives a push that leaves them alone, and no other.
 */
export class Marks {
  /** When each class was looked at, in milliseconds since 1970. */
  #marks: Record<string, number>;
  /** Whether marks outlive the page. */
  kept = true;
  readonly #listeners: (() => void)[] = [];

  constructor() {
    this.#marks = this.#load();
    // The marks were changed in another window.
    addEventListener('storage', (event) => {
      if (event.key !== key) return;
      this.#marks = this.#load();
      this.#tell();
    });
  }

  has(each: Class): boolean {
    return Object.hasOwn(this.#marks, nameOf(each));
  }

  set(classes: readonly Class[], looked: boolean): void {
    for (const each of classes) {
      if (looked) this.#marks[nameOf(each)] = Date.now();
      else delete this.#marks[nameOf(each)];
    }
    this.#save();
    this.#tell();
  }

  /**
   * Whether all, some or none of a change was looked at. The leading classes count as all of it: their previews speak
   * for the others.
   */
  of({ classes }: Change): 'all' | 'some' | 'none' {
    if (classes.every((each) => !each.leads || this.has(each))) return 'all';
    return classes.some((each) => this.has(each)) ? 'some' : 'none';
  }

  /** The previews whose class was looked at. */
  looked(previews: readonly Preview[]): Preview[] {
    return previews.filter(({ message }) => this.has(message.class));
  }

  subscribe(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #load(): Record<string, number> {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
      return typeof kept === 'object' && kept !== null ? { ...(kept as Record<string, number>) } : {};
    } catch {
      this.kept = false;
      return {};
    }
  }

  #save(): void {
    const newest = Object.entries(this.#marks)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostMarks);
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(newest)));
    } catch {
      this.kept = false;
    }
  }
}

function nameOf({ change, id, content }: Class): string {
  return `${change.id}/${id}/${content}`;
}
