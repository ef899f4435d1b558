import { own } from '../digest.ts';

/** The configuration's `locales.fallback`: each locale with the one to look in next. */
export type Fallbacks = Readonly<Record<string, string>>;

/**
 * The locales in which strings are looked for, the given one first. The next one is the configured fallback or, without
 * one, the locale without its last part: `zh-Hant-TW`, `zh-Hant`, `zh`. Ends where it would begin to repeat.
 */
export function fallbackChain(locale: string, fallbacks: Fallbacks): string[] {
  const chain: string[] = [];
  for (
    let next: string | undefined = locale;
    next !== undefined && !chain.includes(next);
    next = fallbackOf(next, fallbacks)
  ) {
    chain.push(next);
  }
  return chain;
}

function fallbackOf(locale: string, fallbacks: Fallbacks): string | undefined {
  const configured = own(fallbacks, locale);
  if (configured !== undefined) return configured;
  const cut = locale.lastIndexOf('-');
  return cut < 0 ? undefined : locale.slice(0, cut);
}
