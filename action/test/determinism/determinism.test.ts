import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineEpoch } from '../../src/plan/keys.ts';
import type { Digests } from './digests.ts';
import { type Golden, goldenOf, isEngineChange, raise, readGolden, regenerate } from './golden.ts';

const entry = fileURLToPath(new URL('./digests.ts', import.meta.url));
const preload = new URL('./shuffle.ts', import.meta.url).href;

interface Surroundings {
  readonly TZ: string;
  readonly LANG: string;
  readonly seed: number;
}

/** Each time zone with each locale, each of both with each order of files. */
const zones = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'];
const languages = ['C', 'tr_TR.UTF-8', 'ar_EG.UTF-8'];
const all: Surroundings[] = zones.flatMap((TZ, row) =>
  languages.map((LANG, column) => ({ TZ, LANG, seed: (row + column) % 3 })),
);

async function digestsIn({ TZ, LANG, seed }: Surroundings): Promise<Digests> {
  const child = spawn(process.execPath, ['--import', preload, entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ, LANG, LC_ALL: LANG, TENANTRY_TEST_SHUFFLE: String(seed) },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Digests;
}

let found: Digests[];
beforeAll(async () => {
  const limit = pLimit(2);
  found = await Promise.all(all.map((one) => limit(() => digestsIn(one))));
});

describe('what is deployed', () => {
  it('was computed in surroundings that differ', () => {
    const distinct = (of: (one: Digests) => unknown) => new Set(found.map((one) => JSON.stringify(of(one)))).size;
    expect(distinct(({ surroundings }) => surroundings.timeZone)).toBe(zones.length);
    expect(distinct(({ surroundings }) => surroundings.locale)).toBe(languages.length);
    expect(distinct(({ surroundings }) => surroundings.listing)).toBeGreaterThanOrEqual(3);
  });

  it('depends on none of them: neither messages nor keys, plans or reports', () => {
    const [first, ...others] = found.map(({ fixture, shipped }) => ({ fixture, shipped }));
    expect(Object.keys(first!.fixture.messages).length).toBeGreaterThan(20);
    expect(Object.keys(first!.shipped.messages).length).toBeGreaterThan(100);
    for (const [index, other] of others.entries()) expect(other, JSON.stringify(all[index + 1])).toEqual(first);
  });

  it('is what the committed file says, at its epoch', () => {
    const golden = readGolden();
    const now = goldenOf(found[0]!);
    expect(golden.epoch, `The epoch was changed. Run: ${regenerate}`).toBe(engineEpoch);
    expect(golden.fixture.sources, `The fixture was changed. Run: ${regenerate}`).toBe(now.fixture.sources);
    expect(now.fixture.messages, raise).toEqual(golden.fixture.messages);
    // The shipped repository is data, and may be edited by whoever runs this: then its digests are only the same everywhere.
    if (now.shipped.sources === golden.shipped.sources)
      expect(now.shipped.messages, raise).toBe(golden.shipped.messages);
    else console.warn(`The shipped repository was changed since its digests were written down. Run: ${regenerate}`);
  });
});

describe('the committed digests', () => {
  const golden = readGolden();
  const [name, digest] = Object.entries(golden.fixture.messages)[0]!;
  const messages = { ...golden.fixture.messages, [name]: digest.replace(/^./, digest.startsWith('0') ? '1' : '0') };
  const changed: Golden = { ...golden, fixture: { ...golden.fixture, messages } };

  it('tell a change of the engine from a change of files', () => {
    expect(isEngineChange(golden, golden)).toBe(false);
    expect(isEngineChange(golden, changed)).toBe(true);
    expect(isEngineChange(golden, { ...changed, fixture: { ...changed.fixture, sources: 'other' } })).toBe(false);
    const shipped = { ...golden.shipped, messages: 'other' };
    expect(isEngineChange(golden, { ...golden, shipped })).toBe(true);
    expect(isEngineChange(golden, { ...golden, shipped: { sources: 'other', messages: 'other' } })).toBe(false);
  });
});
