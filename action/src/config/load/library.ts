import type { Files } from '../files.ts';
import type { Library, SourceFile, Strings, StringsByLocale } from '../model.ts';
import type { LibraryPaths } from './arrange.ts';
import { loadStrings } from './strings.ts';

/** Loads the shared layouts, partials and strings of the live templates or of a pinned version. */
export function loadLibrary(files: Files, paths: LibraryPaths): Library {
  return {
    layouts: loadSources(files, paths.layouts),
    partials: loadSources(files, paths.partials),
    strings: loadStrings(files, paths.strings),
  };
}

/**
 * Loads Handlebars sources by name, in the order of the given paths; one that is too large is reported and left out.
 */
export function loadSources(files: Files, paths: ReadonlyMap<string, string>): Map<string, SourceFile> {
  const sources = new Map<string, SourceFile>();
  for (const [name, path] of paths) {
    const source = files.source(path);
    if (source) sources.set(name, source);
  }
  return sources;
}

/** Whether a partial is legal text, of which the live version is always used. */
export function isLegal(partial: string): boolean {
  return partial.startsWith('legal/');
}

/**
 * Whether a shared string is legal text, of which the live version is always used, as of the partials that print it.
 */
export function isLegalString(key: string): boolean {
  return key.startsWith('legal.');
}

/** The strings of a pinned version: its frozen ones and, below `legal`, the live ones. */
export function withLegalStrings(frozen: StringsByLocale, live: StringsByLocale): StringsByLocale {
  const locales = new Set([...frozen.keys(), ...live.keys()]);
  const merged = new Map<string, { path: string; strings: Strings }>();
  for (const locale of locales) {
    const own = [...(frozen.get(locale)?.strings ?? [])].filter(([key]) => !isLegalString(key));
    const legal = [...(live.get(locale)?.strings ?? [])].filter(([key]) => isLegalString(key));
    const path = (frozen.get(locale) ?? live.get(locale))?.path ?? '';
    merged.set(locale, { path, strings: new Map([...own, ...legal]) });
  }
  return merged;
}
