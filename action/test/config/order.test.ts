import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnostics/catalogue.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { mergeDiagnostics, tenantsText } from '../../src/diagnostics/order.ts';
import { diagnosticItems, renderDiagnostics } from '../../src/diagnostics/render.ts';

function at(file: string, line: number, column: number, message: string, tenants?: string[]): Diagnostic {
  return diagnose('unknown-key', { file, line, column }, message, { fix: 'Mend it.', ...(tenants && { tenants }) });
}

describe('mergeDiagnostics', () => {
  it('sorts by file, line, column and message, whatever the order found in', () => {
    const sorted = [
      at('a', 2, 1, 'x'),
      at('a', 10, 1, 'x'),
      at('a', 10, 2, 'w'),
      at('a', 10, 2, 'x'),
      at('b', 1, 1, 'x'),
    ];
    expect(mergeDiagnostics([...sorted].reverse())).toEqual(sorted);
  });

  it('makes one of those that differ only in their tenants', () => {
    const merged = mergeDiagnostics([
      at('a', 1, 1, 'x', ['bolt']),
      at('a', 1, 1, 'y', ['cove']),
      at('a', 1, 1, 'x', ['acme', 'bolt']),
    ]);
    expect(merged.map((one) => [one.message, one.tenants])).toEqual([
      ['x', ['acme', 'bolt']],
      ['y', ['cove']],
    ]);
  });

  it('keeps one fix where they differ, whatever the order', () => {
    const one = at('a', 1, 1, 'x', ['bolt']);
    const other = { ...at('a', 1, 1, 'x', ['acme']), fix: 'Another.' };
    for (const found of [
      [one, other],
      [other, one],
    ]) {
      expect(mergeDiagnostics(found)).toEqual([{ ...other, tenants: ['acme', 'bolt'] }]);
    }
  });

  it('prefers the one that depends on no tenant', () => {
    expect(mergeDiagnostics([at('a', 1, 1, 'x', ['bolt']), at('a', 1, 1, 'x')])).toEqual([at('a', 1, 1, 'x')]);
  });
});

it.each<[string[] | undefined, string]>([
  [undefined, ''],
  [[], ''],
  [['acme'], ' (for acme)'],
  [['acme', 'bolt'], ' (for acme and bolt)'],
  [['acme', 'bolt', 'cove'], ' (for acme, bolt and cove)'],
  [['acme', 'bolt', 'cove', 'dune'], ' (for acme, bolt and 2 more)'],
])('names the tenants %j', (tenants, text) => {
  expect(tenantsText(tenants)).toBe(text);
});

describe('diagnosticItems', () => {
  it('is plain data with the tenants in the message', () => {
    expect(diagnosticItems([at('a', 3, 4, 'x', ['acme'])])).toEqual([
      {
        code: 'unknown-key',
        severity: 'error',
        file: 'a',
        line: 3,
        column: 4,
        message: 'x (for acme)',
        fix: 'Mend it.',
      },
    ]);
  });
});

describe('renderDiagnostics', () => {
  const files: Record<string, string> = { 'a.yaml': 'one\n  two: three\n', long: `${'x'.repeat(200)}!` };
  const plain = { textOf: (file: string) => files[file], colour: false };

  it('shows file, place, message, code, the line with a caret, and the fix', () => {
    expect(renderDiagnostics([at('a.yaml', 2, 8, 'is wrong')], plain)).toBe(
      [
        'a.yaml',
        '  2:8 error is wrong unknown-key',
        '    2 │   two: three',
        '      │        ^',
        '    Mend it.',
        '',
        '',
      ].join('\n'),
    );
  });

  it('puts the caret below the place where a terminal shows it, whatever is before it', () => {
    const textOf = (): string => '花市: "é" x';
    const [, , line, caret] = renderDiagnostics([at('a', 1, 9, 'x')], { textOf, colour: false }).split('\n');
    expect(line).toBe('    1 │ 花市: "é" x');
    expect(caret).toBe(`      │ ${' '.repeat(10)}^`); // two letters that are twice as wide
  });

  it('cuts a long line around the place', () => {
    const [, , line = '', caret = ''] = renderDiagnostics([at('long', 1, 201, 'x')], plain).split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf('^')]).toBe('!');
  });

  it('does without the line where there is none', () => {
    expect(renderDiagnostics([at('gone', 1, 1, 'x')], plain)).toBe('gone\n  1:1 error x unknown-key\n    Mend it.\n\n');
  });

  it('passes on nothing that a terminal or a log would obey', () => {
    const evil = '\u001b[2J\n::add-mask::x\u202e\u2028\u0085';
    const textOf = (): string => `a${evil}`;
    const text = renderDiagnostics([at(`f${evil}`, 1, 1, evil)], { textOf, colour: false });
    expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(diagnosticItems([at('f', 1, 1, evil)])[0]?.message).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  });

  it('has colours only where they are asked for', () => {
    const found = [at('a.yaml', 2, 8, 'x')];
    expect(renderDiagnostics(found, plain)).not.toContain('\u001b');
    expect(renderDiagnostics(found, { ...plain, colour: true })).toContain('\u001b[31m');
  });

  it('is empty for nothing', () => {
    expect(renderDiagnostics([], plain)).toBe('');
  });
});
