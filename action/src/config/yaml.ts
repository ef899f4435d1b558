import { parseDocument, type YAMLError } from 'yaml';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Json } from '../digest.ts';
import type { TextProblem } from './text.ts';
import { readPlainYaml } from './yaml-plain.ts';
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
  if (error) return { value: undefined, problems: [syntaxProblem(error)] };
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

function syntaxProblem(error: YAMLError): TextProblem {
  const offset = error.pos[0];
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return {
      code: 'yaml-too-deep',
      offset: 0,
      message: 'the file is nested too deeply to be read',
      fix: 'Write it with fewer levels.',
    };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      code: 'yaml-multiple-documents',
      offset,
      message: 'a second YAML document begins here, and would be ignored',
      fix: 'Keep one document; move the other to a file of its own.',
    };
  }
  // A map or list in brackets that runs into the next line's key was meant to end before it.
  const unclosed = error.code === 'BAD_INDENT' && error.message.startsWith('Flow');
  const known = syntaxHelp[unclosed ? 'MISSING_CHAR' : error.code];
  return {
    code: 'yaml-syntax',
    offset,
    message: known?.message ?? `not valid YAML: ${error.message.split('\n')[0]}`,
    fix: known?.fix ?? 'Look at this line and the one before it: indentation, quotes, brackets.',
  };
}

/** The parser's own error codes that people meet, in words that say what to do. */
const syntaxHelp: Readonly<Record<string, { readonly message: string; readonly fix: string } | undefined>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'there is a second “: ” on this line, so it would be a map inside a map',
    fix: 'Quote the text if the colon belongs to it; else begin a new line.',
  },
  TAB_AS_INDENT: { message: 'the line is indented with a tab', fix: 'Indent with spaces.' },
  BAD_SCALAR_START: {
    message: 'a plain text cannot begin with this character',
    fix: 'Put the text in quotes.',
  },
  BAD_DQ_ESCAPE: {
    message: 'this is not an escape that double-quoted text knows',
    fix: 'Write \\\\ for a backslash, or use single quotes.',
  },
  MISSING_CHAR: {
    message: 'a quote, bracket or brace that was opened is not closed before here',
    fix: 'Close it.',
  },
  BAD_INDENT: {
    message: 'the indentation fits neither the line above nor the one it belongs to',
    fix: 'Indent all members of a map or list by the same number of spaces.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key must be on one line with its colon',
    fix: 'Check that the line before ends as it should, and that this one is indented as it should be.',
  },
};
