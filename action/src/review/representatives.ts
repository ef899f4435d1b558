import { compareText } from '../digest.ts';
import { bearsOn } from './bearing.ts';
import type { Seen } from './collect.ts';
import { type Own, ownLabel, ownOf } from './own.ts';
import type { Measure, Representative } from './review.ts';

/** The most representatives of a class or a change, not counting those with something of their own. */
export const mostRepresentatives = 6;

interface Chosen {
  readonly seen: Seen;
  readonly why: string[];
  standsFor: number;
}

/**
 * Chooses the few messages that speak for many: the most typical, one per script direction and channel, the extremes,
 * and one per locale, at most six together; beyond them, every message with a pin, or with the tenant's own partial or
 * text that bears on the change. Their `standsFor` add up to all messages.
 */
export function representativesOf(members: readonly Seen[]): Representative[] {
  const choice = new Choice(members);
  const typical = mostTypical(members);
  choice.add(typical, '');
  choice.cover(
    ({ message }) => message.direction,
    (direction) => (direction === 'rtl' ? 'right to left' : 'left to right'),
  );
  choice.cover(
    ({ message }) => message.channel,
    (channel) => channel,
  );
  choice.extreme('subject', 'longest subject');
  choice.extreme('html', 'largest HTML');
  choice.extreme('segments', 'most SMS segments');
  choice.cover(
    ({ message }) => message.locale,
    (locale) => `in ${locale}`,
  );
  choice.own();
  return choice.finish();
}

class Choice {
  readonly #members: readonly Seen[];
  readonly #chosen = new Map<Seen, Chosen>();
  #typical: Chosen | undefined;

  constructor(members: readonly Seen[]) {
    this.#members = members;
  }

  /** Chooses a message, or adds a reason to one already chosen. Beyond six, chooses only what it `must`. */
  add(seen: Seen, why: string, must = false): void {
    const known = this.#chosen.get(seen);
    if (known) {
      known.why.push(why);
      return;
    }
    if (!must && this.#chosen.size >= mostRepresentatives) return;
    const chosen: Chosen = { seen, why: why === '' ? [] : [why], standsFor: 1 };
    this.#typical ??= chosen;
    this.#chosen.set(seen, chosen);
  }

  /** Chooses the most typical message for every value of a property that no chosen message has yet. */
  cover(property: (seen: Seen) => string, label: (value: string) => string): void {
    const groups = new Map<string, Seen[]>();
    for (const seen of this.#members) {
      const value = property(seen);
      const group = groups.get(value);
      if (group) group.push(seen);
      else groups.set(value, [seen]);
    }
    if (groups.size < 2) return;
    for (const seen of this.#chosen.keys()) groups.delete(property(seen));
    // The most frequent first, since there may not be room for all.
    const missing = [...groups].sort(([, a], [, b]) => b.length - a.length);
    for (const [value, group] of missing) this.add(mostTypical(group), label(value));
  }

  /** Chooses the message with the greatest measure, if that is greater than the typical message's. */
  extreme(measure: keyof Measure, label: string): void {
    let most = this.#typical?.seen;
    for (const seen of this.#members) {
      if (!most || seen.message.measure[measure] > most.message.measure[measure]) most = seen;
    }
    if (most && most !== this.#typical?.seen) this.add(most, label);
  }

  /** Chooses one message for each thing of a tenant's own that bears on the change. */
  own(): void {
    const shown = new Set<string>();
    for (const seen of this.#members) {
      if (!seen.after) continue;
      const { side, version, tenant } = seen.after;
      const { template, locale } = seen.message;
      for (const own of ownOf(side, version, tenant, locale)) {
        const key = `${tenant.id} ${own.kind} ${own.name} ${scopeOf(own, template, locale)}`;
        if (shown.has(key) || !bearsOn(own, seen)) continue;
        shown.add(key);
        this.add(seen, ownLabel(own), true);
      }
    }
  }

  /**
   * Counts what each message stands for: itself, those chosen for a locale also the others in it, and the typical one
   * all the rest.
   */
  finish(): Representative[] {
    const typical = this.#typical;
    if (!typical) return [];
    const byLocale = new Map<string, Chosen>();
    for (const chosen of this.#chosen.values()) {
      const { locale } = chosen.seen.message;
      if (chosen.why.includes(`in ${locale}`)) byLocale.set(locale, chosen);
    }
    for (const seen of this.#members) {
      if (!this.#chosen.has(seen)) (byLocale.get(seen.message.locale) ?? typical).standsFor += 1;
    }
    if (this.#members.length > 1) typical.why.unshift(`typical of ${this.#members.length}`);
    else if (typical.why.length === 0) typical.why.push('the only one');
    return Array.from(this.#chosen.values(), ({ seen, why, standsFor }) => ({ message: seen.message, why, standsFor }));
  }
}

/** A partial is the same in every template; a text belongs to one template and locale. */
function scopeOf({ kind }: Own, template: string, locale: string): string {
  if (kind === 'partial') return '';
  return kind === 'pin' ? template : `${template} ${locale}`;
}

const measures = ['subject', 'html', 'segments'] as const;

/**
 * The message in the most frequent locale whose measures are nearest to the medians, each weighed by its median. Of
 * several, the first.
 */
function mostTypical(members: readonly Seen[]): Seen {
  const medians = measures.map((name) => median(members.map(({ message }) => message.measure[name])));
  let best = members[0]!;
  let least = Number.POSITIVE_INFINITY;
  const locale = mostFrequent(members.map(({ message }) => message.locale));
  for (const seen of members) {
    if (seen.message.locale !== locale) continue;
    let distance = 0;
    for (const [index, name] of measures.entries()) {
      const middle = medians[index]!;
      distance += Math.abs(seen.message.measure[name] - middle) / Math.max(middle, 1);
    }
    if (distance < least) {
      least = distance;
      best = seen;
    }
  }
  return best;
}

/** The most frequent value. Of equally frequent ones, the first in code-unit order. */
function mostFrequent(values: readonly string[]): string | undefined {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  const [most] = [...times].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  return most?.[0];
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
