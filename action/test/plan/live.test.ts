import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/config/model.ts';
import { liveOf, liveOfBoth } from '../../src/plan/live.ts';

const channels = (...all: (Channel | undefined)[]) => new Set(all);

describe('when changes are live', () => {
  it.each([
    [channels('email'), 'by-reference'],
    [channels('push', 'sms'), 'on-write'],
    [channels('email', 'sms'), 'by-channel'],
    [channels('email', undefined), 'by-channel'],
  ] as const)('depends on their channels where it does at the vendor: %j', (of, live) => {
    expect(liveOf('by-channel', of)).toBe(live);
    for (const other of ['on-write', 'by-id', 'by-reference'] as const) expect(liveOf(other, of)).toBe(other);
  });

  it('is told of an account in a way that is true of all its workspaces', () => {
    expect(liveOfBoth(undefined, 'by-id')).toBe('by-id');
    expect(liveOfBoth('on-write', 'on-write')).toBe('on-write');
    expect(liveOfBoth('by-reference', 'on-write')).toBe('by-channel');
  });
});
