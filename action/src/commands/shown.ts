import type { JsonObject } from '../digest.ts';
import type { Side } from '../plan/as-deployed.ts';
import { prepare } from '../plan/prepare.ts';
import type { Earlier } from '../review/before.ts';
import type { After, Seen } from '../review/collect.ts';
import { filledIn } from '../review/measure.ts';
import type { Representative, Review, Shown, ShownTexts } from '../review/review.ts';
import { segmentsOf } from '../review/segments.ts';

/**
 * How many messages have their texts shown, those that speak for whole changes first: more are too much for a browser.
 */
export const mostShown = 300;

const vendor = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

/** Tenant, template and locale as one text. */
export function nameOf({ tenant, template, locale }: { tenant: string; template: string; locale: string }): string {
  return `${tenant}/${template}/${locale}`;
}

/** The representatives whose texts are shown: those of whole changes first, then those of classes. */
export function representativesOf({ changes }: Review): Representative[] {
  const found = new Map<string, Representative>();
  const classes = changes.flatMap((change) => change.classes);
  for (const each of [...changes, ...classes].flatMap((one) => one.representatives)) {
    const name = nameOf(each.message);
    if (!found.has(name)) found.set(name, each);
  }
  return [...found.values()].slice(0, mostShown);
}

/**
 * A message before and after, with every sample.
 *
 * @param readBack what the vendor holds, used where the message before cannot be rendered
 */
export function shownOf(seen: Seen, readBack: Readonly<Record<string, string>> | undefined): Shown {
  const { tenant, template, locale } = seen.message;
  const samples = samplesOf(seen);
  const after = seen.after && textsOf(seen.after, locale, samples);
  const before = seen.before ? textsOf(seen.before, locale, samples) : readBack && asRead(readBack, samples);
  const missing = seen.existed || seen.movedFrom ? 'not available' : undefined;
  return {
    ...{ tenant, template, locale },
    ...(before && { before }),
    ...(after && { after }),
    ...(!before && missing !== undefined && { missing }),
  };
}

/** One set of samples for both sides, so that the change is all they differ in. */
function samplesOf({ message, before, after }: Seen): ReadonlyMap<string, JsonObject> {
  const find = (side: Side | undefined) => side?.repository.templates.get(message.template)?.samples;
  const samples = find(after?.side) ?? find(before?.side);
  return samples && samples.size > 0 ? samples : new Map([['typical', {}]]);
}

/** A message's texts as rendered now; undefined when it has errors. */
export function textsOf(
  { side, version, tenant, open }: Earlier | After,
  locale: string,
  samples: ReadonlyMap<string, JsonObject>,
): ShownTexts | undefined {
  const prepared = prepare(side.renderer, open, version, tenant, locale);
  if (!prepared.payload) return undefined;
  const evaluated = side.renderer.evaluate(version, tenant, locale);
  const values = Object.fromEntries(open.dialect.vendorValues.map((name) => [name, vendor[name]]));
  const filled = Array.from(samples, ([name, sample]) => [name, filledIn(evaluated, sample, values)] as const);
  const isText = version.channel === 'sms';
  return {
    samples: Object.fromEntries(filled),
    source: prepared.message.fields,
    segments: Object.fromEntries(isText ? filled.map(([name, { body = '' }]) => [name, segmentsOf(body)]) : []),
    warnings: prepared.problems.map(({ message }) => message),
  };
}

/** The texts as the vendor holds them, with its code where samples would be filled in. */
function asRead(fields: Readonly<Record<string, string>>, samples: ReadonlyMap<string, JsonObject>): ShownTexts {
  return {
    samples: Object.fromEntries(Array.from(samples.keys(), (name) => [name, fields])),
    source: fields,
    segments: {},
    warnings: ['read back from the vendor: it shows the vendor’s code in place of sample values'],
  };
}
