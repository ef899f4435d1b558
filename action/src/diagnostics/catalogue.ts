import type { CodeEntry } from './code-entry.ts';
import { capCodes } from './codes/caps.ts';
import { configCodes } from './codes/config.ts';
import { historyCodes } from './codes/history.ts';
import { planCodes } from './codes/plan.ts';
import { templateCodes } from './codes/template.ts';
import { yamlCodes } from './codes/yaml.ts';
import type { Diagnostic, Position } from './diagnostic.ts';

/** All diagnostic codes. `action/docs/diagnostics.md` is generated from this table. */
export const catalogue = {
  ...yamlCodes,
  ...capCodes,
  ...configCodes,
  ...historyCodes,
  ...planCodes,
  ...templateCodes,
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof catalogue;

/** Makes a diagnostic, with the severity of its code. */
export function diagnose(
  code: Code,
  at: Position,
  message: string,
  more: { fix?: string; tenants?: readonly string[] } = {},
): Diagnostic {
  return {
    code,
    severity: catalogue[code].severity,
    file: at.file,
    line: at.line,
    column: at.column,
    message,
    ...more,
  };
}
