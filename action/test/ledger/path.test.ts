import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import { checkRoutePath, destinationOf, ledgerPath } from '../../src/ledger/path.ts';
import { property } from './arbitraries.ts';

describe('the path of a ledger file', () => {
  it.each([
    ['acme-market', 'mail/acme-market.ndjson'],
    ['Acme', 'mail/%41cme.ndjson'],
    ['../etc', 'mail/%2E.%2Fetc.ndjson'],
    ['a b%', 'mail/a%20b%25.ndjson'],
    ['花市', 'mail/%E8%8A%B1%E5%B8%82.ndjson'],
  ])('for %s is %s', (workspace, path) => {
    expect(ledgerPath({ account: 'mail', workspace })).toBe(path);
  });

  it('leads back to the workspace, and to no other on a file system that ignores case', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'A', '.', '%', '/', '-', 'é', ' '), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(id, id, (workspace, other) => {
        const path = ledgerPath({ account: 'mail', workspace });
        expect(destinationOf(path)).toEqual({ account: 'mail', workspace });
        const otherPath = ledgerPath({ account: 'mail', workspace: other });
        expect(path.toLowerCase() === otherPath.toLowerCase()).toBe(workspace === other);
      }),
      property,
    );
  });

  it.each([
    'mail/.ndjson',
    'mail/acme.json',
    'mail/Acme.ndjson',
    'mail/%zz.ndjson',
    'mail/a/b.ndjson',
    'acme.ndjson',
    'routes/acme.ndjson',
    '.tmp/acme.ndjson',
  ])('is never %s', (path) => {
    expect(destinationOf(path)).toBeUndefined();
  });

  it.each([
    ['', 'mail'],
    ['x'.repeat(241), 'mail'],
    ['acme', 'journal'],
    ['acme', 'lock'],
    ['acme', 'routes'],
  ])('cannot be had for the workspace "%s" of %s', (workspace, account) => {
    expect(() => ledgerPath({ account, workspace })).toThrow(InvalidInput);
  });
});

it.each(['', '/a', 'a/', '../a', 'a/../b', '.git/config', 'a\nb', 'a"b'])('refuses %j as a path for routes', (path) => {
  expect(() => checkRoutePath(path)).toThrow(TypeError);
});
