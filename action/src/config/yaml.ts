import { parseDocument } from 'yaml';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Json } from '../digest.ts';
import type { TextProblem } from './text.ts';
import { readPlainYaml } from './yaml-plain.ts';
import { syntaxProblem } from './yaml-syntax.ts';
import { toJson } from './yaml-values.ts';

/** The content of a YAML file. */
export interface YamlContent {
  /** Undefined when the file could not be understood; null when it is empty. */
  readonly value: Json | undefined;
  readonly problems: readonly TextProblem[];
}

/** The parser's options for every file: YAML 1.2 with its core schema. What could surprise is detected in the nodes. */
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/**
 * Parses a YAML text to plain data. Total: whatever is wrong, or does not mean what it looks like, is reported as a
 * problem.
 *
 * @param typed whether a schema decides for every value if it is a text, a number or a truth value, so that plain words
 *   and numbers cannot be mistaken
 */
export function readYaml(text: string, { typed = false } = {}): YamlContent {
  const plain = readPlainYaml(text);
  return plain === undefined ? readFully(text, typed) : { value: plain, problems: [] };
}

/** Reads a text with the full parser: any YAML, with every problem that can be found in it. */
export function readFully(text: string, typed: boolean): YamlContent {
  const document = parseDocument(text, yamlOptions);
  const [error] = document.errors;
  // One mistake confuses the parser about the rest of the file, so only the first error is about the mistake.
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
