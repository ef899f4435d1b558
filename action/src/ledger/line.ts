import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '../diagnostics/errors.ts';
import { type LedgerLine, type LedgerLines, type LedgerWarning, lineKey } from './ledger.ts';

/** The members of a line, in the order in which they are written. `schemas/ledger.schema.json` describes them. */
const members = [
  'tenant',
  'template',
  'locale',
  'key',
  'digest',
  'skeleton',
  'name',
  'id',
  'remote',
  'commit',
  'run',
] as const satisfies readonly (keyof LedgerLine)[];

/** The content of a ledger file. */
export interface LedgerFile {
  readonly lines: LedgerLines;
  /** Set when the file has lost its last line. */
  readonly warning?: LedgerWarning;
}

/**
 * Formats a ledger file: a first line that names the format and the number of lines that follow, so that a file cut
 * short between two lines is noticed, then the lines in code-unit order.
 */
export function formatLedger(lines: LedgerLines): string {
  const texts = Array.from(lines.values(), formatLine).sort();
  return `{"tenantry":"ledger","version":1,"lines":${texts.length}}\n${texts.map((text) => `${text}\n`).join('')}`;
}

/** Formats one line, without its line end. */
export function formatLine(line: LedgerLine): string {
  const { tenant, template, locale, key, digest, skeleton, name, id, remote, commit, run, unwantedSince } = line;
  return JSON.stringify({
    tenant,
    template,
    locale,
    key,
    digest,
    skeleton,
    name,
    id,
    remote,
    commit,
    run,
    unwantedSince,
  });
}

/**
 * Parses a ledger file. The order of its lines does not matter, and a first line that states no number of lines is
 * accepted. A missing last line is a warning; any other damage throws InvalidInput.
 * @param file the file's name in messages
 */
export function parseLedger(bytes: Uint8Array, file: string): LedgerFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const bodyStart = text.indexOf('\n') + 1;
  if (bodyStart === 0) throw damaged(file, 1, 'the first line is cut off');
  const promised = parseHeader(text.slice(0, bodyStart - 1), file);
  const { lines, cutOff } = parseBody(text, bodyStart, file);
  // A cut may go through the middle of a character.
  if (!isUtf8(cutOff ? bytes.subarray(0, bytes.lastIndexOf(0x0a)) : bytes))
    throw damaged(file, undefined, 'it is not UTF-8 text');
  const next = lines.size + 2;
  if (promised !== undefined && lines.size !== promised && lines.size !== promised - 1) {
    throw damaged(file, next, `its first line says that ${promised} lines follow, but there are ${lines.size}`);
  }
  if (promised === lines.size && cutOff)
    throw damaged(file, next, `it has more than the ${promised} lines that its first line announces`);
  if (!cutOff && (promised ?? lines.size) === lines.size) return { lines };
  return { lines, warning: { file, line: next, message: `the last line of ${file} is missing; the rest is used` } };
}

/** The number of lines that the first line announces, if any. */
function parseHeader(text: string, file: string): number | undefined {
  const header = parseObject(text);
  if (header?.tenantry !== 'ledger') throw damaged(file, 1, 'it does not begin with the header of a ledger');
  if (header.version !== 1)
    throw damaged(file, 1, `it has version ${JSON.stringify(header.version)}, but only 1 is supported`);
  const { lines } = header;
  if (lines === undefined) return undefined;
  if (typeof lines !== 'number' || !Number.isSafeInteger(lines) || lines < 0) {
    throw damaged(file, 1, 'its number of lines is not a number');
  }
  return lines;
}

function parseBody(text: string, start: number, file: string): { lines: Map<string, LedgerLine>; cutOff: boolean } {
  const lines = new Map<string, LedgerLine>();
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = parseObject(end === -1 ? text.slice(start) : text.slice(start, end));
    // Half a line is never a complete object, so a last line that is one has lost nothing but its line end.
    if (end === -1 && line === undefined) return { lines, cutOff: true };
    if (!isLedgerLine(line)) throw damaged(file, lines.size + 2, 'it is not a ledger line');
    const key = lineKey(line);
    if (lines.has(key)) throw damaged(file, lines.size + 2, `there is already a line for ${key}`);
    lines.set(key, line);
    if (end === -1) break;
    start = end + 1;
  }
  return { lines, cutOff: false };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a value is a line as `schemas/ledger.schema.json` describes it. Written by hand because it runs over a
 * million times for 10,000 workspaces; a test compares it with the schema.
 */
export function isLedgerLine(value: unknown): value is LedgerLine {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const line = value as Record<string, unknown>;
  for (const member of members) if (typeof line[member] !== 'string') return false;
  let count = 0;
  for (const _member in line) count += 1;
  const optional = line.unwantedSince === undefined ? 0 : 1;
  if (count !== members.length + optional) return false;
  if (optional === 1 && typeof line.unwantedSince !== 'string') return false;
  return isSegment(line.tenant) && isSegment(line.template) && isSegment(line.locale);
}

/** A text that can be part of the key `tenant/template/locale`. */
function isSegment(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('/');
}

function damaged(file: string, line: number | undefined, why: string): InvalidInput {
  const where = line === undefined ? file : `${file}:${line}`;
  return new InvalidInput(`${where} is damaged: ${why}`, {
    fix: 'Restore the file, or run `npm run tenantry -- ledger rebuild`: it rebuilds the ledger from what the workspaces hold.',
  });
}
