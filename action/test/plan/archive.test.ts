import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveMessage, milliseconds } from '../../src/plan/archive.ts';
import { deployed, load, now } from './support/world.ts';

const day = 86_400_000;
const line = deployed(load())[0]!.line;

describe('a grace time', () => {
  it.each([
    ['0d', 0],
    ['90m', 5_400_000],
    ['12h', 43_200_000],
    ['30d', 30 * day],
  ])('%s is %d milliseconds', (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });

  it('begins when a message is first found unwanted, and is over with its last moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -60 * day, max: 60 * day }),
        fc.integer({ min: 0, max: 40 * day }),
        (ago, grace) => {
          const unwantedSince = new Date(now.getTime() - ago).toISOString();
          const { message, held } = archiveMessage({ ...line, unwantedSince }, { now, grace }, undefined);
          expect(message.action).toBe(ago >= grace ? 'archive' : 'held');
          expect(held?.code).toBe(ago >= grace ? undefined : 'archive-grace');
        },
      ),
      { seed: 20_261_123 },
    );
  });

  it('has just begun for a message that nobody noted yet', () => {
    const { message, held } = archiveMessage(line, { now, grace: 30 * day }, undefined);
    expect(message).toEqual({ locale: line.locale, action: 'held', before: line.digest, after: null, class: null });
    expect(held?.message).toBe('unwanted since 2026-11-23, to be archived from 2026-12-23 on');
    expect(archiveMessage(line, { now, grace: 0 }, undefined).message.action).toBe('archive');
  });

  it('has just begun for a message whose note is no time', () => {
    const damaged = { ...line, unwantedSince: 'long ago' };
    expect(archiveMessage(damaged, { now, grace: day }, undefined).message.action).toBe('held');
  });

  it('does not count while the tenant is on hold', () => {
    const hold = { code: 'suspended', message: 'the tenant is suspended' } as const;
    const noted = { ...line, unwantedSince: '2020-01-01T00:00:00.000Z' };
    expect(archiveMessage(noted, { now, grace: 0 }, hold)).toMatchObject({ message: { action: 'held' }, held: hold });
  });
});
