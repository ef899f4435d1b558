import type { YAMLError } from 'yaml';
import type { TextProblem } from './text.ts';
import { shorten } from './words.ts';

/** Describes an error of the parser in words that say what to do. */
export function syntaxProblem(error: YAMLError, text: string): TextProblem {
  const offset = error.pos[0];
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return {
      code: 'yaml-too-deep',
      offset: 0,
      message: 'the file is nested too deeply to be read',
      fix: 'Use fewer levels.',
    };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      code: 'yaml-multiple-documents',
      offset,
      message: 'a second YAML document begins here and would be ignored',
      fix: 'Keep one document; move the other to its own file.',
    };
  }
  // A map or list in brackets that runs into the next line's key was meant to end before it.
  const unclosed = error.code === 'BAD_INDENT' && error.message.startsWith('Flow');
  const code = unclosed ? 'MISSING_CHAR' : error.code;
  const swallowed = code === 'MISSING_CHAR' ? swallowedBy(text.slice(0, offset)) : undefined;
  if (swallowed) return swallowed;
  const known = syntaxHelp[code];
  return {
    code: 'yaml-syntax',
    offset,
    message: known?.message ?? `not valid YAML: ${error.message.split('\n')[0]}`,
    fix: known?.fix ?? 'Look at this line and the one before it: indentation, quotes, brackets.',
  };
}

/**
 * Finds the last line on which a comment stands where a value of a map or list in brackets should be: it hides the
 * bracket.
 */
function swallowedBy(text: string): TextProblem | undefined {
  let found: TextProblem | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const hash = line.search(/[ \t]#[0-9A-Za-z]/) + 1;
    if (hash > 0 && awaitsValue(line.slice(0, hash))) found = swallowed(start + hash, line.slice(hash));
    start += line.length + 1;
  }
  return found;
}

/** Whether the beginning of a line ends inside brackets, where a value is expected. */
function awaitsValue(before: string): boolean {
  return /[{[]/.test(before) && /[{[,:]$/.test(before.trimEnd());
}

function swallowed(offset: number, comment: string): TextProblem {
  const value = comment.split(/[\s,\]}]/)[0];
  return {
    code: 'yaml-comment-instead-of-value',
    offset,
    message: `“${shorten(comment)}” is a comment, so there is no value here and nothing closes the bracket`,
    fix: `Quote the value: "${value}".`,
  };
}

/** The parser errors that people meet, by code, in words that say what to do. */
const syntaxHelp: Readonly<Record<string, { readonly message: string; readonly fix: string } | undefined>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'there is a second “: ” on this line, so it would be a map inside a map',
    fix: 'If the colon belongs to the text, quote the text; otherwise start a new line.',
  },
  TAB_AS_INDENT: { message: 'the line is indented with a tab', fix: 'Indent with spaces.' },
  BAD_SCALAR_START: {
    message: 'text without quotes cannot begin with this character',
    fix: 'Put the text in quotes.',
  },
  BAD_DQ_ESCAPE: {
    message: 'there is no such escape in double-quoted text',
    fix: 'Write \\\\ for a backslash, or use single quotes.',
  },
  MISSING_CHAR: {
    message: 'a quote, bracket or brace is opened, but not closed before this point',
    fix: 'Close it.',
  },
  BAD_INDENT: {
    message: 'the indentation matches neither the line above nor the line that this one belongs to',
    fix: 'Indent all members of a map or list by the same number of spaces.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key and its colon must be on the same line',
    fix: 'Check the end of the line before, and the indentation of this line.',
  },
};
