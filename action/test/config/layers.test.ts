import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayerSource, mergeLayers, mergeOnto, origin } from '../../src/config/layers.ts';
import type { Json, JsonObject } from '../../src/digest.ts';

describe('mergeLayers', () => {
  it.each<[string, JsonObject[], JsonObject]>([
    ['merges maps deeply', [{ a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }], { a: { b: 1, c: 3, d: 4 } }],
    ['replaces lists whole', [{ a: [1, 2, 3] }, { a: [4] }], { a: [4] }],
    [
      'replaces texts, numbers and truth values',
      [
        { a: 'x', b: 1, c: true },
        { a: 'y', b: 2, c: false },
      ],
      { a: 'y', b: 2, c: false },
    ],
    [
      'replaces a map by a text and a text by a map',
      [
        { a: { b: 1 }, c: 'x' },
        { a: 'y', c: { d: 1 } },
      ],
      { a: 'y', c: { d: 1 } },
    ],
    [
      'takes a value away by null',
      [
        { a: 1, b: { c: 1, d: 2 } },
        { a: null, b: { c: null } },
      ],
      { b: { d: 2 } },
    ],
    [
      'lets a higher layer bring back what one took away',
      [{ a: { b: 1, c: 2 } }, { a: null }, { a: { b: 3 } }],
      { a: { b: 3 } },
    ],
    ['drops null where there is nothing to take away', [{ a: null, b: { c: null } }], { b: {} }],
    ['keeps null inside a list', [{ a: [null, 1] }], { a: [null, 1] }],
    [
      'takes an entry of a keyed map away by false',
      [{ pins: { x: { version: '1.0.0' }, y: { version: '2.0.0' } } }, { pins: { x: false } }],
      { pins: { y: { version: '2.0.0' } } },
    ],
    [
      'keeps false elsewhere',
      [{ variables: { features: { loyalty: true } } }, { variables: { features: { loyalty: false } } }],
      { variables: { features: { loyalty: false } } },
    ],
    ['keeps false deeper inside a keyed map', [{ pins: { x: { odd: false } } }], { pins: { x: { odd: false } } }],
    [
      'merges entries of keyed maps deeply',
      [{ pins: { x: { version: '1.0.0', until: '2099-01-01' } } }, { pins: { x: { version: '2.0.0' } } }],
      { pins: { x: { version: '2.0.0', until: '2099-01-01' } } },
    ],
  ])('%s', (_, layers, merged) => {
    expect(mergeLayers(layers)).toEqual(merged);
  });

  it('leaves the layers as they are', () => {
    const layers = [{ a: { b: 1 } }, { a: { b: null, c: { d: 1 } } }];
    const before = structuredClone(layers);
    mergeLayers(layers);
    expect(layers).toEqual(before);
  });
});

describe('origin', () => {
  const layers: LayerSource[] = [
    {
      file: 'defaults',
      value: {
        timezone: 'UTC',
        variables: { colors: { ink: 'black', paper: 'white' } },
        domains: ['a'],
        pins: { x: { version: '1.0.0' } },
      },
    },
    { file: 'group', value: { variables: { colors: { ink: 'blue' } }, timezone: null } },
    { file: 'tenant', value: { variables: { colors: { ink: 'red' } }, domains: ['b', 'c'], pins: { x: false } } },
  ];

  it.each<[string, string[], string | undefined, Json | undefined, string[]]>([
    [
      'names the topmost layer and those it overrules',
      ['variables', 'colors', 'ink'],
      'tenant',
      'red',
      ['group', 'defaults'],
    ],
    ['names a lower layer that nobody overrules', ['variables', 'colors', 'paper'], 'defaults', 'white', []],
    ['names the layer that took a value away', ['timezone'], 'group', null, ['defaults']],
    ['names the layer that took an entry away by false', ['pins', 'x', 'version'], 'tenant', false, ['defaults']],
    ['names the layer that set a list for its items', ['domains', '1'], 'tenant', ['b', 'c'], ['defaults']],
    ['knows of nothing where no layer says anything', ['labels', 'tier'], undefined, undefined, []],
  ])('%s', (_, pointer, file, value, overrides) => {
    const found = origin(layers, pointer);
    expect(found?.setting.file).toBe(file);
    expect(found?.setting.value).toEqual(value);
    expect((found?.overrides ?? []).map((one) => one.file)).toEqual(overrides);
  });
});

/** Layers with few keys, so that they often meet. */
const key = fc.constantFrom('a', 'b', 'pins', 'freeze');
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, false, true, 1, 'x', [], ['y']),
    fc.dictionary(key, tie('value') as fc.Arbitrary<Json>, { maxKeys: 3 }),
  ),
})).value;
const layer = fc.dictionary(key, value, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;
const runs = { seed: 20, numRuns: Number(process.env.TENANTRY_RUNS ?? 500) };

describe('properties of merging', () => {
  it('is the same in one go as one after another', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (layers) => {
        expect(layers.reduce<JsonObject>(mergeOnto, {})).toEqual(mergeLayers(layers));
      }),
      runs,
    );
  });

  it('says of every merged value that is no map the layer that has it', () => {
    let looked = 0;
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (values) => {
        const layers = values.map((one, index) => ({ file: String(index), value: one }));
        for (const [pointer, leaf] of leaves(mergeLayers(values), [])) {
          looked += 1;
          expect(origin(layers, pointer)?.setting).toMatchObject({ pointer, value: leaf });
        }
      }),
      runs,
    );
    expect(looked).toBeGreaterThan(100);
  });
});

function leaves(node: Json, pointer: string[]): [string[], Json][] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [[pointer, node]];
  return Object.entries(node).flatMap(([name, member]) => leaves(member, [...pointer, name]));
}
