import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import {
  checkRun,
  formatChanges,
  formatSession,
  inOrder,
  nextSequence,
  parseJournal,
} from '../../src/ledger/journal.ts';
import { anyChange, property } from './arbitraries.ts';
import { acme, line, set } from './samples.ts';

const file = '.tenantry/ledger/journal/run-1.ndjson';

it('holds what was appended, session by session', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyChange, { maxLength: 5 }), { maxLength: 3 }), (sessions) => {
      const text = sessions
        .map((changes, index) => formatSession('run-1', index + 1) + formatChanges(changes))
        .join('');
      const expected = sessions.map((changes, index) => ({ run: 'run-1', sequence: index + 1, changes }));
      expect(parseJournal(text, file)).toEqual(expected);
    }),
    property,
  );
});

it('cut short at any byte has lost what was not whole, and no more', () => {
  const changes = [set(acme, line('acme')), set(acme, line('ærø'))];
  const text = formatSession('run-1', 1) + formatChanges(changes);
  for (let size = 0; size < text.length; size++) {
    const ends = text.slice(0, size).split('\n').length - 1;
    const expected = ends === 0 ? [] : [{ run: 'run-1', sequence: 1, changes: changes.slice(0, ends - 1) }];
    expect(parseJournal(text.slice(0, size), file)).toEqual(expected);
  }
});

it.each([
  ['no first line', formatChanges([set(acme, line('acme'))]), 1],
  ['another version', '{"tenantry":"journal","version":2,"run":"r","sequence":1}\n', 1],
  ['half a line in the middle', `${formatSession('r', 1)}{"op":\n${formatSession('r', 2)}`, 2],
  ['an unknown change', `${formatSession('r', 1)}{"op":"undo","destination":{"account":"a","workspace":"w"}}\n`, 2],
  ['a change to nowhere', `${formatSession('r', 1)}{"op":"clear"}\n`, 2],
  [
    'a line that is none',
    `${formatSession('r', 1)}{"op":"set","destination":{"account":"a","workspace":"w"},"line":{}}\n`,
    2,
  ],
])('refuses %s, naming the place and the way out', (_what, text, at) => {
  const parse = () => parseJournal(text, file);
  expect(parse).toThrow(InvalidInput);
  expect(parse).toThrow(`${file}:${at} is damaged`);
});

it('knows the order of sessions by their numbers', () => {
  const sessions = [3, 1, 2].map((sequence) => ({ run: 'r', sequence, changes: [] }));
  expect(inOrder(sessions).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(nextSequence(sessions)).toBe(4);
  expect(nextSequence([])).toBe(1);
});

it.each(['', '.', 'a/b', 'a..b', 'a.lock', '-a', 'a.', 'a b', 'ä'])('refuses %j as the name of a run', (run) => {
  expect(() => checkRun(run)).toThrow(TypeError);
});
