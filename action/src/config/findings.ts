import { type Code, diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { mergeDiagnostics } from '../diagnostics/order.ts';
import { locator, type Part, type Pointer } from './locate.ts';

/** A diagnostic whose place in a YAML file may be known only by its pointer; lines are looked up at the very end. */
export interface Finding {
  readonly code: Code;
  readonly file: string;
  readonly at: { readonly line: number; readonly column: number } | { readonly pointer: Pointer; readonly part: Part };
  readonly message: string;
  readonly fix?: string | undefined;
  /** The tenants that it concerns, where its place does not tell. */
  readonly tenants?: readonly string[];
  /**
   * Tenants whose values cannot be used: the error is reported here once, and not again by whatever uses the values.
   */
  readonly unusable?: readonly string[];
}

/** The place of a key or value in a YAML file. */
export interface Place {
  readonly file: string;
  readonly at: Finding['at'];
}

/** The beginning of a file. */
export function startOf(file: string): Place {
  return { file, at: { line: 1, column: 1 } };
}

export function keyAt(file: string, ...pointer: string[]): Place {
  return { file, at: { pointer, part: 'key' } };
}

export function valueAt(file: string, ...pointer: string[]): Place {
  return { file, at: { pointer, part: 'value' } };
}

/** Makes a finding. The fix is undefined where there is nothing sensible to say. */
export function finding(code: Code, place: Place, message: string, fix?: string): Finding {
  return { code, ...place, message, fix };
}

/** Codes of findings about a schema's expectations that a YAML slip on the same line already explains. */
const consequences: ReadonlySet<Code> = new Set<Code>(['wrong-type', 'invalid-value']);

/**
 * Turns findings into diagnostics in their stable order.
 *
 * @param textOf a file's text, or undefined when there is none; called once per file that has a finding without a line
 */
export function placeFindings(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): Diagnostic[] {
  const slips = new Set(findings.filter(isSlip).map((slip) => 'line' in slip.at && `${slip.file}:${slip.at.line}`));
  const placed: Diagnostic[] = [];
  for (const [file, ofFile] of Map.groupBy(findings, (one) => one.file)) {
    const locate = lazyLocator(file, textOf);
    for (const one of ofFile) {
      const { line, column } = 'line' in one.at ? one.at : locate(one.at.pointer, one.at.part);
      if (consequences.has(one.code) && slips.has(`${file}:${line}`)) continue;
      const more = { ...(one.fix !== undefined && { fix: one.fix }), ...(one.tenants && { tenants: one.tenants }) };
      placed.push(diagnose(one.code, { file, line, column }, one.message, more));
    }
  }
  return mergeDiagnostics(placed);
}

function isSlip(one: Finding): boolean {
  return one.code.startsWith('yaml-');
}

function lazyLocator(file: string, textOf: (file: string) => string | undefined): ReturnType<typeof locator> {
  let locate: ReturnType<typeof locator> | undefined;
  return (pointer, part) => {
    locate ??= locator(textOf(file) ?? '');
    return locate(pointer, part);
  };
}
