import { parseDocument } from 'yaml';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Json } from '../digest.ts';
import type { TextProblem } from './text.ts';
import { readPlainYaml } from './yaml-plain.ts';
import { syntaxProblem } from './yaml-syntax.ts';
import { toJson } from './yaml-values.ts';

/** What a YAML file says. */
export interface YamlContent {
  /** Undefined when the file could not be understood; an empty file is null. */
  readonly value: Json | undefined;
  readonly problems: readonly TextProblem[];
}

/** How every file is parsed: YAML 1.2 with its core schema. What could surprise is looked for in the nodes. */
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/**
 * Parses a YAML text to plain data. Total: whatever is wrong, or is not what it looks like, is a problem. `typed` says
 * that a schema decides of every value whether it is a text, a number or a truth value, so that plain words and numbers
 * cannot be taken for something else.
 */
export function readYaml(text: string, { typed = false } = {}): YamlContent {
  const plain = readPlainYaml(text);
  return plain === undefined ? readFully(text, typed) : { value: plain, problems: [] };
}

/** Reads with the full parser: any YAML, and everything that can be said of it. */
export function readFully(text: string, typed: boolean): YamlContent {
  const document = parseDocument(text, yamlOptions);
  const [error] = document.errors;
  // One mistake confuses the parser about the rest of the file; only the first is about the mistake.
  if (error) return { value: undefined, problems: [syntaxProblem(error, text)] };
  const problems: TextProblem[] = [];
  if (document.directives.yaml.explicit || /^%/m.test(text.slice(0, document.contents?.range[0] ?? 0))) {
    problems.push(directive);
  }
  const value = toJson(document.contents, text, problems);
  return { value, problems: typed ? problems.filter(({ code }) => !ambiguities.has(code)) : problems };
}

const ambiguities: ReadonlySet<Code> = new Set<Code>(['yaml-boolean-text', 'yaml-number-text']);

const directive: TextProblem = {
  code: 'yaml-directive',
  offset: 0,
  message: 'a directive (%YAML, %TAG) changes what plain words mean; files here are YAML 1.2',
  fix: 'Delete the line.',
};
