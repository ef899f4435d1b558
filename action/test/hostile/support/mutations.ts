import fc from 'fast-check';
import { pathProblem } from '../../../src/config/paths.ts';
import type { Snapshot } from '../../../src/config/snapshot.ts';

/** Files by path, as bytes. */
export type Bytes = ReadonlyMap<string, Uint8Array>;

/** Files in memory, as a working tree or a commit would show them. */
export function snapshotOfBytes(files: Bytes): Snapshot {
  const at = (path: string): Uint8Array => {
    const found = files.get(path);
    if (!found) throw new Error(`not in the snapshot: ${path}`);
    return found;
  };
  const paths = [...files.keys()].sort();
  return {
    commit: 'none',
    paths: paths.filter((path) => pathProblem(path) === undefined),
    irregular: paths.filter((path) => pathProblem(path) !== undefined),
    size: (path) => at(path).length,
    read: at,
  };
}

/** What means something to YAML, to templates, to HTML or to us. */
const tokens = [
  ...[
    '{{',
    '}}',
    '{{{',
    '{{#if ',
    '{{/if}}',
    '{{else}}',
    '{{> ',
    '{{#> ',
    '{{#*inline "',
    '{{~',
    '~}}',
    '{{!--',
    '--}}',
    '{{t "',
  ],
  ...[
    '{{#each ',
    '{{#with ',
    ' as |a b|',
    '../',
    '@root.',
    '@partial-block',
    '(default ',
    ')',
    'recipient.',
    'event.',
    'vendor.',
  ],
  ...[
    ': ',
    '\n- ',
    '\n  ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    "'",
    '|\n',
    '>-\n',
    '# ',
    '&a ',
    '*a',
    '!!str ',
    '? ',
    '---\n',
  ],
  ...[
    '%YAML 1.1\n',
    '<<: ',
    '~',
    'null',
    'yes',
    '0x1F',
    '1e999',
    '-0',
    '1.10',
    '2026-02-30',
    '9'.repeat(400),
    '\t',
    '\r\n',
  ],
  ...['__proto__: ', 'constructor: ', 'toString', 'hasOwnProperty', 'length', 'name: ', 'false', '{}', '[]', '""'],
  ...[
    '<',
    '>',
    '</',
    '<!--',
    '-->',
    '<script>',
    '<style>',
    '</style>',
    'href="',
    'javascript:',
    '&#',
    '&amp;',
    'onclick=',
  ],
  ...[
    '\u0000',
    '\ufeff',
    '\ufffd',
    '\u{FDD0}1\u{FDD1}',
    '\u2028',
    '\u202e',
    '😀',
    '\ud83d',
    '⟦',
    '⟧',
    '{%',
    '%}',
    '${',
    '{name}',
  ],
] as const;

/** A place in a text, as a share of its length, so that it means something for files of any size. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** One slip, or one trick. Files are chosen by number, so that a change fits any set of them. */
export type Mutation = (files: Map<string, Uint8Array>) => void;

const which = fc.nat(10_000);

function pick(files: ReadonlyMap<string, Uint8Array>, number: number): string {
  return [...files.keys()][number % Math.max(1, files.size)] ?? '';
}

function editing(change: (bytes: Buffer, at: number, length: number) => Buffer): fc.Arbitrary<Mutation> {
  return fc.tuple(which, place, fc.nat(40)).map(([number, share, length]) => (files) => {
    const path = pick(files, number);
    const bytes = Buffer.from(files.get(path) ?? []);
    files.set(path, change(bytes, Math.floor(share * bytes.length), length));
  });
}

function inserting(bytes: Buffer, at: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

const insertToken = fc.tuple(which, place, fc.constantFrom(...tokens)).map(
  ([number, share, token]): Mutation =>
    (files) => {
      const path = pick(files, number);
      const bytes = Buffer.from(files.get(path) ?? []);
      files.set(path, inserting(bytes, Math.floor(share * bytes.length), Buffer.from(token)));
    },
);

/** The lines of a file begin where most of it is decided. */
const replaceLine = fc.tuple(which, place, fc.constantFrom(...tokens), fc.constantFrom(...tokens)).map(
  ([number, share, one, other]): Mutation =>
    (files) => {
      const path = pick(files, number);
      const lines = Buffer.from(files.get(path) ?? [])
        .toString('utf8')
        .split('\n');
      lines[Math.floor(share * (lines.length - 1))] = one + other;
      files.set(path, Buffer.from(lines.join('\n')));
    },
);

const names = [
  '',
  '.',
  '..',
  '_defaults.yaml',
  '_groups',
  'tenant.yaml',
  'template.yaml',
  'x.hbs',
  '__proto__',
  'constructor',
  'strings',
  'pinned',
  '9.9.9',
  'en.yaml',
  'EN.yaml',
  'é',
  'x\ny',
  'a'.repeat(300),
];

const rename = fc.tuple(which, fc.nat(5), fc.constantFrom(...names)).map(
  ([number, position, name]): Mutation =>
    (files) => {
      const path = pick(files, number);
      const bytes = files.get(path);
      const parts = path.split('/');
      parts[position % parts.length] = name;
      files.delete(path);
      if (bytes) files.set(parts.join('/'), bytes);
    },
);

const swap = fc.tuple(which, which).map(
  ([one, other]): Mutation =>
    (files) => {
      const [from, to] = [pick(files, one), pick(files, other)];
      files.set(to, files.get(from) ?? new Uint8Array());
    },
);

const remove = which.map(
  (number): Mutation =>
    (files) =>
      void files.delete(pick(files, number)),
);

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { arbitrary: insertToken, weight: 8 },
  { arbitrary: replaceLine, weight: 4 },
  {
    arbitrary: editing((bytes, at) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from([255 - (bytes[at] ?? 0)]), bytes.subarray(at + 1)]),
    ),
    weight: 1,
  },
  {
    arbitrary: editing((bytes, at, length) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])),
    weight: 3,
  },
  {
    arbitrary: editing((bytes, at, length) => inserting(bytes, at, bytes.subarray(Math.max(0, at - length), at))),
    weight: 3,
  },
  { arbitrary: editing((bytes, at) => bytes.subarray(0, at)), weight: 1 },
  { arbitrary: rename, weight: 3 },
  { arbitrary: swap, weight: 1 },
  { arbitrary: remove, weight: 1 },
);

export function mutated(files: Bytes, mutations: readonly Mutation[]): Bytes {
  const result = new Map(files);
  for (const mutate of mutations) if (result.size > 0) mutate(result);
  return result;
}
