import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnostics/catalogue.ts';
import { diagnosticItems, renderDiagnostics } from '../../src/diagnostics/render.ts';

it('shows no secret key that stands where a public one belongs', () => {
  const key = `AGE-SECRET-KEY-1${'QPZRY9X8GF'.repeat(6)}`;
  const place = { file: '.github/tenantry.yml', line: 1, column: 14 };
  const found = [diagnose('invalid-value', place, `“${key}” is not valid here`, { fix: `Not ${key}.` })];
  const shown = renderDiagnostics(found, { textOf: () => `recipients: [${key}] # ${'x'.repeat(120)}`, colour: false });
  expect(shown).toContain('recipients: [•');
  for (const text of [shown, JSON.stringify(diagnosticItems(found))]) expect(text).not.toMatch(/SECRET|QPZRY/);
});
