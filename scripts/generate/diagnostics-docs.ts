import { catalogue } from '../../action/src/diagnostics/catalogue.ts';
import type { CodeEntry } from '../../action/src/diagnostics/code-entry.ts';
import { capCodes } from '../../action/src/diagnostics/codes/caps.ts';
import { configCodes } from '../../action/src/diagnostics/codes/config.ts';
import { historyCodes } from '../../action/src/diagnostics/codes/history.ts';
import { planCodes } from '../../action/src/diagnostics/codes/plan.ts';
import { templateCodes } from '../../action/src/diagnostics/codes/template.ts';
import { yamlCodes } from '../../action/src/diagnostics/codes/yaml.ts';

const chapters: readonly (readonly [title: string, codes: Readonly<Record<string, CodeEntry>>])[] = [
  ['Text and YAML', yamlCodes],
  ['Commits that are too large', capCodes],
  ['Files, values and references', configCodes],
  ['Templates', templateCodes],
  ['What was there before', historyCodes],
  ['What the day decides', planCodes],
];

/** The reference of diagnostic codes, made from their catalogue. */
export function generateDiagnosticsDocs(): string {
  const count = Object.keys(catalogue).length;
  return `<!-- Generated from action/src/diagnostics/codes/ by \`npm run generate\`. Do not edit. -->

# Diagnostics

This page lists everything that \`validate\` can find wrong with the repository's files: ${count} codes. Every other command that reads them
makes the same checks first. A code is stable: it is never renamed, and never stands for anything else.
An error ends the command with exit code 3 and nothing written; a warning does not. All findings are reported at once, by
file, line and column.

${chapters.map(([title, codes]) => chapter(title, codes)).join('\n')}`;
}

function chapter(title: string, codes: Readonly<Record<string, CodeEntry>>): string {
  return `## ${title}\n\n${Object.entries(codes)
    .map(([code, entry]) => section(code, entry))
    .join('\n')}`;
}

function section(code: string, { severity, title, docs }: CodeEntry): string {
  return `### ${code}\n\n*${severity}* · ${title}\n\n${docs}\n`;
}
