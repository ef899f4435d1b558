import { describe, expect, it } from 'vitest';
import { excerpt, TooLarge, textOf } from '../../../src/providers/http/body.ts';

describe('a response’s text', () => {
  it('is read whole, across pieces of characters', async () => {
    const bytes = new TextEncoder().encode('Ünïcode ✓');
    const pieces = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await textOf(new Response(pieces), 100)).toBe('Ünïcode ✓');
    expect(await textOf(new Response(null), 100)).toBe('');
  });

  it('is not read beyond its bound', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    await expect(textOf(new Response(endless), 10_000)).rejects.toThrow(TooLarge);
    expect(pulled).toBeLessThan(20);
  });
});

describe('an excerpt', () => {
  it.each([
    ['<html><style>b{}</style><h1>Bad</h1>\n<p>Gateway</p></html>', 'Bad Gateway'],
    ['one\u0000two\u001b[31mthree\n\nfour', 'one two [31mthree four'],
    ['you sent SG.canary and SG.canary', 'you sent ••• and •••'],
    ['x'.repeat(50), `${'x'.repeat(40)}…`],
  ])('of %j can be shown', (text, shown) => {
    expect(excerpt(text, ['SG.canary'], 40)).toBe(shown);
  });

  it('shows what is around a very short secret', () => {
    expect(excerpt('a key 7 b', ['7'])).toBe('a key ••• b');
  });

  const secret = 'SG.canary/with+odd=chars&more';
  it.each([
    ['as it is', secret],
    ['in small letters', secret.toLowerCase()],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded throughout', [...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')],
    ['escaped in JSON', 'SG.canary\\/with\\u002bodd=chars\\u0026more'],
    ['escaped in HTML', 'SG.canary&#x2f;with&plus;odd&#61;chars&amp;more'],
    ['behind many tags', `${'<b>'.repeat(6663)}${secret}`],
    ['where it is cut off', `${'x'.repeat(190)}${secret}`],
    ...['', ':', 'x:', 'Bearer '].map((before) => [
      `in base64 behind “${before}”`,
      Buffer.from(`${before}${secret}:`).toString('base64'),
    ]),
    ['in base64 for addresses', Buffer.from(`key:${secret}`).toString('base64url')],
  ])('has no secret %s', (_, text) => {
    const shown = excerpt(`before ${text} after`, ['other', secret]);
    expect(shown).toContain('•••');
    expect(shown).not.toMatch(/canary|with|odd|more|Y2FuYXJ5|Nhbm|W5hcn/i);
  });
});
