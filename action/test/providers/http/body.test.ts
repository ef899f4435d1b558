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
});
