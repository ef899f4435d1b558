import { expect, it } from 'vitest';
import * as ir from './support/ir.ts';

const { event, out, skeleton, text, value, when } = ir;

it('shows literal text and code as they are, and of values only where they come from', () => {
  const nodes = [text('Hello '), out(event('a')), value('Acme'), when(event('a'), [value('!', 'brand.mark')])];
  expect(skeleton('sendgrid', nodes)).toBe('Hello {{event.a}}⟦brand.name⟧{{#if event.a}}⟦brand.mark⟧{{/if}}');
});

it('is the same whatever the values are: empty, with line breaks, with braces', () => {
  const of = (...values: string[]) =>
    skeleton('sendgrid', [
      text('a\n'),
      when(
        event('a'),
        values.map((one) => value(one)),
      ),
      text('\n'),
    ]);
  expect(new Set([of('x'), of(''), of('\n'), of('{{')]).size).toBe(1);
});

it('counts turns of a loop that look alike once in a row', () => {
  const turn = (name: string) => [text('- '), value(name, 'deals.*.name'), text('\n')];
  const unrolled = { kind: 'unrolled', iterations: [turn('a'), turn('b'), [text('sale\n')], turn('c')] } as const;
  expect(skeleton('braze', [unrolled])).toBe('- ⟦deals.*.name⟧\nsale\n- ⟦deals.*.name⟧\n');
  expect(ir.print('braze', [unrolled]).text).toBe('- a\n- b\nsale\n- c\n');
});

it('is the same for loops at the same depth, so that turns that hold loops look alike', () => {
  const turn = (loop: number) => [ir.each(loop, event('items', 'array'), [out(ir.item(loop, 'name'))])];
  const unrolled = { kind: 'unrolled', iterations: [turn(1), turn(2)] } as const;
  const one = skeleton('braze', turn(7));
  expect(skeleton('braze', [unrolled])).toBe(one);
});
