import { isUtf8 } from 'node:buffer';
import type { Code } from '../diagnostics/catalogue.ts';

/** The size beyond which a file is not read, in bytes. */
export const largestFile = 1024 * 1024;

/**
 * The size beyond which a YAML file is not parsed, in bytes: a hundred times the usual one. For some texts of a
 * mebibyte, the parser takes seconds and hundreds of megabytes.
 */
export const largestYaml = 256 * 1024;

/** A problem with a text. `offset` counts UTF-16 code units from its beginning. */
export interface TextProblem {
  readonly code: Code;
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

export interface DecodedText {
  /** The text without byte order mark and with LF line ends, so that further checks see what was meant. */
  readonly text: string;
  /** The text as it stands in the file, to which offsets refer. */
  readonly raw: string;
  readonly problems: readonly TextProblem[];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const suspects = /[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Decodes a file's bytes. Total: invalid UTF-8, byte order marks, carriage returns and control characters are reported
 * as problems.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const raw = decoder.decode(bytes);
  const valid = isUtf8(bytes);
  if (valid && !suspects.test(raw)) return { text: raw, raw, problems: [] };
  const problems: TextProblem[] = [];
  if (!valid) problems.push(invalidByte(bytes));
  if (raw.startsWith('\ufeff')) problems.push(byteOrderMark);
  const carriageReturn = raw.indexOf('\r');
  if (carriageReturn >= 0) problems.push(carriageReturnAt(raw, carriageReturn));
  const control = controls.exec(raw);
  if (control) problems.push(controlAt(control[0], control.index));
  const text = raw.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return { text, raw, problems };
}

const byteOrderMark: TextProblem = {
  code: 'byte-order-mark',
  offset: 0,
  message: 'the file begins with a byte order mark (U+FEFF), which would become part of its content',
  fix: 'Save it as “UTF-8”, not “UTF-8 with BOM”.',
};

function invalidByte(bytes: Uint8Array): TextProblem {
  const at = firstInvalidByte(bytes);
  const byte = bytes[at]?.toString(16).padStart(2, '0') ?? '';
  return {
    code: 'invalid-utf8',
    offset: decoder.decode(bytes.subarray(0, at)).length,
    message: `the byte 0x${byte} at offset ${at} is not UTF-8`,
    fix: 'Open the file in its own encoding (often Windows-1252) and save it as UTF-8.',
  };
}

/** The offset of the first byte that is not part of a valid sequence. Whole valid lines are skipped first. */
function firstInvalidByte(bytes: Uint8Array): number {
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  let valid = start;
  while (valid < bytes.length) {
    const length = [1, 2, 3, 4].find(
      (size) => valid + size <= bytes.length && isUtf8(bytes.subarray(valid, valid + size)),
    );
    if (length === undefined) break;
    valid += length;
  }
  return valid;
}

function carriageReturnAt(raw: string, offset: number): TextProblem {
  const windows = raw[offset + 1] === '\n';
  return {
    code: 'carriage-return',
    offset,
    message: windows
      ? 'lines end in CRLF; messages must not depend on the machine a file was saved on'
      : 'there is a lone carriage return, which does not end a line here',
    fix: windows
      ? 'Save the file with LF line endings (git add --renormalize . does this for all files).'
      : 'Delete it, or replace it with a line feed.',
  };
}

/**
 * Finds the first control character, including carriage returns, that a YAML escape put into a text. Some of them stop
 * vendors’ template engines, as U+0000 does Handlebars.
 */
export function escapedControl(text: string, offset: number): TextProblem | undefined {
  const found = controls.exec(text) ?? /\r/.exec(text);
  return found ? controlAt(found[0], offset) : undefined;
}

function controlAt(character: string, offset: number): TextProblem {
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    code: 'control-character',
    offset,
    message: `the control character ${name} is not allowed here`,
    fix: 'Delete it.',
  };
}

/** The line and column of an offset, both counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}
