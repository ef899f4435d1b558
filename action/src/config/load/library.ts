import type { Files } from '../files.ts';
import type { Library, SourceFile } from '../model.ts';
import type { LibraryPaths } from './arrange.ts';
import { loadStrings } from './strings.ts';

/** Reads the shared layouts, partials and strings of the live templates or of a pinned version. */
export function loadLibrary(files: Files, paths: LibraryPaths): Library {
  return {
    layouts: loadSources(files, paths.layouts),
    partials: loadSources(files, paths.partials),
    strings: loadStrings(files, paths.strings),
  };
}

/** Reads Handlebars sources by name, in the names' order; one that is too large is reported and left out. */
export function loadSources(files: Files, paths: ReadonlyMap<string, string>): Map<string, SourceFile> {
  const sources = new Map<string, SourceFile>();
  for (const [name, path] of paths) {
    const source = files.source(path);
    if (source) sources.set(name, source);
  }
  return sources;
}

/** Partials that are always the live ones. */
export function isLegal(partial: string): boolean {
  return partial.startsWith('legal/');
}
