import { own } from '../digest.ts';

/** What `locales.fallback` of the configuration says: a locale to the one that is looked in next. */
export type Fallbacks = Readonly<Record<string, string>>;

/**
 * Where a locale's strings are looked for, the locale itself first. The next one is as configured, or else the locale
 * without its last part: `zh-Hant-TW`, `zh-Hant`, `zh`. Ends where it would begin to repeat.
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
