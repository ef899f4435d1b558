import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import type { LedgerLines } from '../../src/ledger/ledger.ts';
import { formatLedger, isLedgerLine, type LedgerFile, parseLedger } from '../../src/ledger/line.ts';
import { anyLine, anyLines, property } from './arbitraries.ts';
import { line, linesOf } from './samples.ts';

const file = '.tenantry/ledger/demo/acme.ndjson';

function parse(text: string | Uint8Array): LedgerFile {
  return parseLedger(Buffer.from(text), file);
}

function refusal(text: string | Uint8Array): InvalidInput {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error('the damage was not noticed');
}

describe('a ledger file', () => {
  it('begins with its format, then has the lines in order, members in the documented order', () => {
    const text = formatLedger(
      linesOf(line('zeta'), line('acme', 'welcome', { unwantedSince: '2026-11-23T00:00:00Z' })),
    );
    expect(text.split('\n')).toEqual([
      '{"tenantry":"ledger","version":1,"lines":2}',
      expect.stringMatching(
        /^\{"tenant":"acme","template":"welcome","locale":"en","key":"k+","digest":"d+","skeleton":"s+","name":"welcome.en","id":"welcome.en","remote":"r+","commit":"c+","run":"run-1","unwantedSince":"2026-11-23T00:00:00Z"\}$/,
      ),
      expect.stringMatching(/^\{"tenant":"zeta",.*"run":"run-1"\}$/),
      '',
    ]);
  });

  it('holds what was put in, whatever it was', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const { lines: read, warning } = parse(formatLedger(lines));
        expect(warning).toBeUndefined();
        expect(sorted(read)).toEqual(sorted(lines));
      }),
      property,
    );
  });

  it('is the same text for the same lines in any order', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        expect(formatLedger(new Map([...lines].reverse()))).toBe(formatLedger(lines));
      }),
      property,
    );
  });

  it('cut short at any byte has lost its last line with a warning, or is refused', () => {
    const lines = linesOf(line('acme'), line('ærø'), line('zeta'));
    const whole = Buffer.from(formatLedger(lines));
    const outcomes = { whole: 0, warned: 0, refused: 0 };
    for (let size = 0; size < whole.length; size++) {
      outcomes[outcomeOf(whole.subarray(0, size), lines)] += 1;
    }
    const lastLine = whole.length - whole.lastIndexOf('\n', whole.length - 2) - 1;
    // The one cut that loses nothing takes the last line end; the one that takes a line end more loses one line.
    expect(outcomes).toEqual({ whole: 1, warned: lastLine, refused: whole.length - 1 - lastLine });
  });

  it('without a number of lines is read as it stands, in any order', () => {
    const [header, ...rest] = formatLedger(linesOf(line('a'), line('b')))
      .trimEnd()
      .split('\n');
    const text = `{"tenantry":"ledger","version":1}\n${rest.reverse().join('\n')}\n`;
    expect(header).toContain('"lines":2');
    expect([...parse(text).lines.keys()]).toEqual(['b/welcome/en', 'a/welcome/en']);
    expect(parse(text.slice(0, -9)).warning).toEqual({
      file,
      line: 3,
      message: `the last line of ${file} is missing; the rest is used`,
    });
  });
});

const good = JSON.stringify(line('acme'));
const header = '{"tenantry":"ledger","version":1}';

it.each([
  ['an empty file', '', 1],
  ['no first line', `${good}\n`, 1],
  ['another format', '{"tenantry":"journal","version":1}\n', 1],
  ['a later version', '{"tenantry":"ledger","version":2}\n', 1],
  ['an impossible number of lines', '{"tenantry":"ledger","version":1,"lines":-1}\n', 1],
  ['fewer lines than announced', `{"tenantry":"ledger","version":1,"lines":3}\n${good}\n`, 3],
  ['more lines than announced', `{"tenantry":"ledger","version":1,"lines":0}\n${good}\n`, 3],
  ['more than announced, cut off', `{"tenantry":"ledger","version":1,"lines":0}\n${good.slice(0, 9)}`, 2],
  ['bad JSON', `${header}\n${good}\n{"tenant":\n${good}\n`, 3],
  ['an empty line', `${header}\n\n${good}\n`, 2],
  ['no object', `${header}\n[]\n`, 2],
  ['null', `${header}\nnull\n`, 2],
  ['a missing member', `${header}\n${good.replace('"run":"run-1"', '"walk":"run-1"')}\n`, 2],
  ['a wrong type', `${header}\n${good.replace('"run":"run-1"', '"run":1')}\n`, 2],
  ['an unknown member', `${header}\n${good.replace('}', ',"more":1}')}\n`, 2],
  ['an unknown member called __proto__', `${header}\n${good.replace('}', ',"__proto__":{}}')}\n`, 2],
  ['a wrong unwantedSince', `${header}\n${good.replace('}', ',"unwantedSince":null}')}\n`, 2],
  ['a slash in an id', `${header}\n${good.replace('acme', 'ac/me')}\n`, 2],
  ['one line twice', `${header}\n${good}\n${good}\n`, 3],
  ['a last line that is whole but wrong', `${header}\n{"tenant":"acme"}`, 2],
])('refuses %s, naming the place and the way out', (_what, text, at) => {
  const error = refusal(text);
  expect(error.message).toMatch(new RegExp(`^${file}:${at} is damaged: `));
  expect(error.fix).toContain('tenantry -- ledger rebuild');
  expect(error.exitCode).toBe(3);
});

it('refuses bytes that are not UTF-8', () => {
  const bytes = Buffer.from(`${header}\n${good}\n`);
  bytes[bytes.indexOf('acme')] = 0xff;
  expect(refusal(bytes).message).toBe(`${file} is damaged: it is not UTF-8 text`);
});

it('accepts exactly the lines that the schema describes', () => {
  const schema = JSON.parse(readFileSync('schemas/ledger.schema.json', 'utf8'));
  const validate = new Ajv2020({ strict: true }).compile(schema);
  const verdicts = { good: 0, bad: 0 };
  const member = fc.constantFrom(...Object.keys(schema.properties), 'more', '');
  const value = fc.constantFrom(undefined, null, 1, '', 'a', 'a/b', {}, []);
  fc.assert(
    fc.property(anyLine, fc.array(fc.tuple(member, value), { maxLength: 2 }), (base, edits) => {
      const edited = JSON.parse(JSON.stringify({ ...base, ...Object.fromEntries(edits) }));
      expect(isLedgerLine(edited)).toBe(validate(edited));
      verdicts[isLedgerLine(edited) ? 'good' : 'bad'] += 1;
    }),
    property,
  );
  expect(verdicts.good).toBeGreaterThan(20);
  expect(verdicts.bad).toBeGreaterThan(20);
});

function sorted(lines: LedgerLines): unknown[] {
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What reading a cut file comes to. Throws when it is silently wrong. */
function outcomeOf(bytes: Uint8Array, lines: LedgerLines): 'whole' | 'warned' | 'refused' {
  try {
    const { lines: read, warning } = parse(bytes);
    for (const [key, value] of read) expect(lines.get(key)).toEqual(value);
    if (read.size === lines.size && warning === undefined) return 'whole';
    expect([read.size, warning?.line]).toEqual([lines.size - 1, lines.size + 1]);
    return 'warned';
  } catch (error) {
    if (error instanceof InvalidInput) return 'refused';
    throw error;
  }
}
