import type { Snapshot } from '../config/snapshot.ts';
import { decodeText, largestFile } from '../config/text.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnosticItems, renderDiagnostics } from '../diagnostics/render.ts';
import type { Validation } from '../generated/index.ts';

/** Diagnostics as a JSON document: counted, merged, and in their stable order. */
export function diagnosticsDocument(diagnostics: readonly Diagnostic[]): Validation {
  const items = diagnosticItems(diagnostics);
  const errors = items.filter((item) => item.severity === 'error').length;
  return { summary: { errors, warnings: items.length - errors }, diagnostics: items };
}

/** Diagnostics for a terminal, with the source lines they refer to. Empty when there are none. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], snapshot: Snapshot, colour: boolean): string {
  const paths = new Set(snapshot.paths);
  const textOf = (file: string): string | undefined => {
    if (!paths.has(file) || snapshot.size(file) > largestFile) return undefined;
    return decodeText(snapshot.read(file)).text;
  };
  return renderDiagnostics(diagnostics, { textOf, colour });
}
