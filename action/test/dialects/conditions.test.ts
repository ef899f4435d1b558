import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

const { and, compare, event, or, text, when } = ir;

/** `(a1 or b1) and (a2 or b2) and …`, each a comparison. */
function pairs(count: number): Condition {
  const one = (index: number) => or(compare('eq', event(`a${index}`), 'x'), compare('eq', event(`b${index}`), 'x'));
  return and(...Array.from({ length: count }, (_, index) => one(index)));
}

describe('compound conditions', () => {
  it('repeat a branch where the language has no other way, and say the same', () => {
    const emitted = ir.printed('sendgrid', [when(pairs(2), [text('y')])]);
    expect(emitted.match(/y/g)).toHaveLength(4);
  });

  it('are kept in a variable where the language has some, so that no branch is repeated', () => {
    const emitted = ir.printed('braze', [when(pairs(4), [text('yes')], [text('no')])]);
    expect(emitted.match(/yes/g)).toHaveLength(1);
    expect(emitted.match(/no/g)).toHaveLength(1);
  });

  it('that would grow out of hand are refused, and quickly', () => {
    for (const id of ['sendgrid', 'braze'] as const) {
      expect(ir.codes(id, [when(pairs(40), [text('y')])])).toEqual(['condition-too-large']);
    }
  });

  it('in each other that would grow out of hand are refused once', () => {
    let node = text('y') as ReturnType<typeof when> | ReturnType<typeof text>;
    for (let level = 0; level < 40; level++) node = when(pairs(2), [node]);
    expect(ir.codes('sendgrid', [node])).toEqual(['condition-too-large']);
  });
});
