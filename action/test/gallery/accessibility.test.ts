import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { galleryPage } from '../../src/gallery/page.ts';
import { describeInBrowser } from './support/browser.ts';
import { madeUp } from './support/fixture.ts';

const html = galleryPage(madeUp({ tenants: 7, templates: 3, html: 300 }));

/** What a reviewer can have on the screen, one after the other, and how to get there. */
const views: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'as it opens': async () => {},
  source: (page) => press(page, 'v', 'v'),
  'text part, a class looked at': (page) => press(page, 'v', 'v', 'j', 'm'),
  'phones, dark': async (page) => {
    await press(page, 'v', 'v', 'd');
    await page.locator('.card[data-preview="tenant-1/arriving/en"]').scrollIntoViewIfNeeded();
  },
  search: async (page) => {
    await press(page, '/');
    await page.keyboard.type('tenant-5');
  },
  help: (page) => press(page, 'Escape', '?'),
  record: (page) => press(page, 'Escape', 'r'),
  'everything unfolded': async (page) => {
    await press(page, 'Escape');
    await page.locator('details').evaluateAll((all) => {
      for (const each of all) each.setAttribute('open', '');
    });
  },
  'filters used': (page) => page.getByRole('combobox', { name: 'Channel' }).selectOption('sms'),
};

describeInBrowser('the gallery is accessible', ({ open }) => {
  const looks = (['light', 'dark'] as const).flatMap((scheme) => [1280, 390].map((width) => ({ scheme, width })));

  it.each(looks)('$scheme, $width px wide', async ({ scheme, width }) => {
    const page = await open(html, { scheme, width });
    await page.evaluate(axe.source);
    for (const [name, go] of Object.entries(views)) {
      await go(page);
      expect(await violations(page), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width);
    }
  });

  it('is reached by the keyboard in the order it is read, and lets one skip ahead', async () => {
    const page = await open(html);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the changes');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('changes');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.change') !== null)).toBe(true);
  });
});

/** Rules that are broken, with the elements. Frames hold messages, which are the tenants' own affair. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const found = await checker.run(document, { iframes: false, resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  });
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
