import { describe, expect, it } from 'vitest';
import { originOf } from '../../../src/providers/http/host.ts';
import { Pace } from '../../../src/providers/http/pace.ts';
import { rateOf, retryAfterOf, VendorClock } from '../../../src/providers/http/rate.ts';
import { SharedLimit } from '../../../src/providers/http/shared-limit.ts';
import { RateWindow } from '../../../src/providers/http/window.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const second = now / 1000;
const headers = (limit: string, remaining: string, reset: string, more: Record<string, string> = {}) =>
  new Headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset, ...more });

/** The clock of a vendor whose answers are dated so many milliseconds ahead of ours. */
function clockAhead(...ahead: number[]): VendorClock {
  const clock = new VendorClock();
  for (const by of ahead) clock.hear(new Headers({ date: new Date(now + by).toUTCString() }), now);
  return clock;
}
const clock = clockAhead(0);

describe('what headers say of a limit', () => {
  it('is calls, what is left of them, and when the window ends', () => {
    expect(rateOf(headers('600', '598', String(second + 20)), clock)).toEqual({
      limit: 600,
      remaining: 598,
      resetAt: now + 20_000,
    });
  });

  it('goes by the vendor’s clock where that is another one than ours', () => {
    const hour = 3_600_000;
    const ahead = clockAhead(hour);
    expect(rateOf(headers('10', '0', String(second + 3605)), ahead)?.resetAt).toBe(now + 5000);
    const date = new Date(now + hour + 5000).toUTCString();
    expect(retryAfterOf(new Headers({ 'retry-after': date }), ahead, now)).toBe(5000);
  });

  it('has one end of a window, although dates have whole seconds and take their time', () => {
    for (const date of ['Thu, 01 Jan 1970', 'soon', '']) clock.hear(new Headers({ date }), now);
    for (const by of [0, 3_600_000, -3_600_000]) {
      const ends = [[by], [by, by - 1000], [by, by + 1000, by - 1000]].map(
        (dates) => rateOf(headers('10', '0', String(second)), clockAhead(...dates))?.resetAt,
      );
      expect(new Set(ends)).toEqual(new Set([now - by]));
    }
    expect(rateOf(headers('10', '0', String(second)), clock)?.resetAt).toBe(now);
  });

  it.each([
    ['', '1', '1'],
    ['10', '-1', '1'],
    ['10', 'many', '1'],
    ['0', '0', '1'],
    ['10', '1', 'soon'],
  ])('is nothing where they are nonsense: %j %j %j', (limit, remaining, reset) => {
    expect(rateOf(headers(limit, remaining, reset), clock)).toBeUndefined();
  });

  it.each([
    ['7', 7000],
    [new Date(now + 9000).toUTCString(), 9000],
    [new Date(now - 9000).toUTCString(), 0],
    ['999999999', 999_999_999_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['5, 5', undefined],
    ['soon 12', undefined],
    ['9'.repeat(16), undefined],
    ['Mon, 99 Nov 2026 12:00:00 GMT', undefined],
    ['whenever', undefined],
    ['', undefined],
  ])('Retry-After %j is %j ms', (text, expected) => {
    expect(retryAfterOf(new Headers({ 'retry-after': text }), clock, now)).toBe(expected);
  });
});

describe('a window', () => {
  it('lets no call begin that could be one too many', () => {
    const window = new RateWindow();
    window.observe('GET /a', { limit: 10, remaining: 2, resetAt: now + 1000 });
    window.begin();
    expect(window.readyAt(now)).toBe(now);
    window.begin();
    expect(window.readyAt(now)).toBe(now + 1000);
    window.observe('GET /a', { limit: 10, remaining: 1, resetAt: now + 1000 });
    window.end(true);
    expect(window.readyAt(now)).toBe(now + 1000);
    window.observe('GET /a', { limit: 10, remaining: 0, resetAt: now + 1000 });
    window.end(true);
    expect(window.readyAt(now)).toBe(now + 1000);
    expect(window.readyAt(now + 1000)).toBe(now + 1000);
  });

  it('takes a call without an answer for counted', () => {
    const window = new RateWindow();
    window.observe('GET /a', { limit: 10, remaining: 1, resetAt: now + 1000 });
    window.begin();
    window.end(false);
    expect(window.readyAt(now)).toBe(now + 1000);
  });

  it('is not reopened by an answer that comes late', () => {
    const window = new RateWindow();
    window.observe('GET /a', { limit: 10, remaining: 0, resetAt: now + 2000 });
    window.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 1000 });
    window.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 2000 });
    expect(window.readyAt(now)).toBe(now + 2000);
  });

  it('holds for each endpoint, where windows are theirs', () => {
    const window = new RateWindow();
    window.observe('GET /a', { limit: 10, remaining: 0, resetAt: now + 1000 });
    window.observe('GET /b', { limit: 100, remaining: 99, resetAt: now + 9000 });
    expect(window.readyAt(now)).toBe(now + 1000);
    window.observe('GET /b', { limit: 100, remaining: 0, resetAt: now + 9000 });
    window.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 2000 });
    expect(window.readyAt(now)).toBe(now + 9000);
  });

  it('is silent for as long as the vendor asks', () => {
    const window = new RateWindow();
    window.block(now + 700);
    window.block(now + 300);
    expect(window.readyAt(now)).toBe(now + 700);
    expect(window.readyAt(now + 700)).toBe(now + 700);
  });
});

describe('whose limit it is', () => {
  it('is everybody’s as long as the counts may be one', () => {
    const shared = new SharedLimit();
    for (const remaining of [9, 8, 7]) shared.observe('GET /a', { limit: 10, remaining, resetAt: now + 1000 }, false);
    shared.observe('GET /a', { limit: 10, remaining: 0, resetAt: now + 1000 }, false);
    expect(shared.readyAt(now)).toBe(now + 1000);
  });

  it('is not disproved by answers that come in another order', () => {
    const shared = new SharedLimit();
    for (const remaining of [3, 9, 4, 8, 0]) {
      shared.observe('GET /a', { limit: 10, remaining, resetAt: now + 1000 }, false);
    }
    expect(shared.readyAt(now)).toBe(now + 1000);
  });

  it('is each workspace’s own when two answers have the same count', () => {
    const shared = new SharedLimit();
    shared.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 1000 }, false);
    shared.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 1000 }, false);
    shared.observe('GET /a', { limit: 10, remaining: 0, resetAt: now + 1000 }, false);
    expect(shared.readyAt(now)).toBe(now);
  });

  it('is not disproved by calls that were one too many', () => {
    const shared = new SharedLimit();
    const none = { limit: 2, remaining: 0, resetAt: now + 1000 };
    shared.observe('GET /a', { ...none, remaining: 1 }, false);
    shared.observe('GET /a', none, false);
    for (let call = 0; call < 3; call++) shared.observe('GET /a', none, true);
    expect(shared.readyAt(now)).toBe(now + 1000);
  });

  it('is asked for each endpoint and window on its own', () => {
    const shared = new SharedLimit();
    shared.observe('GET /a', { limit: 10, remaining: 9, resetAt: now + 1000 }, false);
    shared.observe('GET /b', { limit: 10, remaining: 9, resetAt: now + 1000 }, false);
    shared.observe('GET /b', { limit: 10, remaining: 9, resetAt: now + 2000 }, false);
    shared.observe('GET /b', { limit: 10, remaining: 0, resetAt: now + 2000 }, false);
    expect(shared.readyAt(now)).toBe(now + 2000);
  });
});

describe('a pace', () => {
  it('is a second’s worth at once, then one by one', () => {
    const pace = new Pace(2);
    for (const at of [now, now]) {
      expect(pace.readyAt(at)).toBe(at);
      pace.begin(at);
    }
    expect(pace.readyAt(now)).toBe(now + 500);
    expect(pace.readyAt(now + 500)).toBe(now + 500);
  });

  it('may allow less at once, so that no second sees more than the limit', () => {
    const pace = new Pace(8, 2);
    const begun: number[] = [];
    for (let at = now; at < now + 3000; at++) {
      if (pace.readyAt(at) > at) continue;
      pace.begin(at);
      begun.push(at);
    }
    const within = begun.map((from) => begun.filter((at) => at >= from && at < from + 1000).length);
    expect(Math.max(...within)).toBeLessThanOrEqual(10);
    expect(begun.length).toBeGreaterThanOrEqual(24);
  });

  it('is none where no rate is known', () => {
    const pace = new Pace(Number.POSITIVE_INFINITY);
    for (let call = 0; call < 1000; call++) pace.begin(now);
    expect(pace.readyAt(now)).toBe(now);
  });
});

describe('where calls go', () => {
  const vendor = 'https://api.vendor.example';

  it('is the vendor, or an emulator on this machine', () => {
    expect(originOf('us', vendor, undefined)).toBe(vendor);
    expect(originOf('us', vendor, vendor)).toBe(vendor);
    for (const host of ['http://127.0.0.1:4010', 'http://[::1]:4010']) expect(originOf('us', vendor, host)).toBe(host);
  });

  it.each([
    'https://elsewhere.example',
    'https://api.eu.vendor.example',
    'http://api.vendor.example',
    'https://api.vendor.example.elsewhere.example',
    'https://api.vendor.example@elsewhere.example',
    'http://127.0.0.1:4010@elsewhere.example',
    'http://127.0.0.1.elsewhere.example:80',
    'http://localhost:4010',
    'http://127.0.0.1',
    'http://0.0.0.0:4010',
    'http://127.0.0.1:65536',
    'http://127.0.0.1:4010/path',
    'http://127.0.0.1:4010\n',
    '',
  ])('is never %j', (host) => {
    expect(() => originOf('us', vendor, host)).toThrow(/not a host that the account “us” may call/);
  });
});
