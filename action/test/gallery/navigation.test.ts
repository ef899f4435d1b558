import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { galleryPage } from '../../src/gallery/page.ts';
import { describeInBrowser } from './support/browser.ts';
import { madeUp } from './support/fixture.ts';

const gallery = madeUp({ tenants: 7, templates: 7, html: 300 });
const html = galleryPage(gallery);
const [footer, push] = gallery.review.changes;

describeInBrowser('finding things in the gallery', ({ open }) => {
  it('finds every message, and goes to the preview that speaks for it', async () => {
    const page = await open(html);
    await page.keyboard.press('/');
    await page.keyboard.type('tenant-5 mail-1');
    expect(await page.getByRole('status').first().textContent()).toBe('3 messages of 1 tenant');
    expect(await page.getByRole('option').first().textContent()).toContain('represented by tenant-1 en');
    await page.keyboard.press('Enter');
    expect(await current(page)).toBe('tenant-1/mail-1/en');
    expect(await page.locator('.spoken:visible').textContent()).toContain('tenant-5 (en) changes in the same way');
    expect(await page.getByRole('listbox').isVisible()).toBe(false);
  });

  it('finds what is folded away, with the arrow keys and with the pointer', async () => {
    const page = await open(html);
    await page.keyboard.press('/');
    await page.keyboard.type('mail-7 ar');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await current(page)).toBe('tenant-2/mail-7/ar');
    await page.getByRole('combobox', { name: 'Search all messages' }).fill('tenant-7 mail-6');
    await page.getByRole('option').first().click();
    expect(await current(page)).toBe('tenant-7/mail-6/en');
  });

  it('says when nothing is found, and lets go with Escape', async () => {
    const page = await open(html);
    await page.keyboard.press('/');
    await page.keyboard.type('nobody');
    expect(await page.getByRole('status').first().textContent()).toBe('No message that changes matches.');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('combobox', { name: 'Search all messages' }).inputValue()).toBe('');
  });

  it('goes nowhere with Enter when the search was emptied', async () => {
    const page = await open(html);
    const field = page.getByRole('combobox', { name: 'Search all messages' });
    await field.fill('tenant-5 mail-1');
    const found = page.getByRole('listbox', { name: 'Messages found' });
    expect(await found.getByRole('option').count()).toBe(3);
    await field.fill('');
    const before = page.url();
    await field.press('Enter');
    expect(await found.isVisible()).toBe(false);
    expect(page.url()).toBe(before);
  });

  it('goes on and back with j and k, by class with n and p', async () => {
    const page = await open(html);
    const visited: (string | null)[] = [];
    for (const key of ['j', 'j', 'k', 'n', 'n', 'p']) {
      await page.keyboard.press(key);
      visited.push(await current(page));
    }
    expect(visited).toEqual([1, 2, 1, 2, 3, 2].map((mail) => `tenant-1/mail-${mail}/en`));
    const top = async (): Promise<number> =>
      (await page.locator('.card[aria-current]').boundingBox())?.y ?? Number.NEGATIVE_INFINITY;
    // It gets there once what is above it has its height.
    await expect.poll(async () => Math.abs((await top()) - 150)).toBeLessThan(150);
  });

  it('has a key for every way to look', async () => {
    const page = await open(html);
    for (const key of ['v', 'b', 'w', 'd', 'i', 'l', 'o']) await page.keyboard.press(key);
    const checked = (name: string): Promise<boolean> => page.getByRole('radio', { name, exact: true }).isChecked();
    expect(await Promise.all(['Text', 'Before', '375 px'].map(checked))).toEqual([true, true, true]);
    const boxes = ['Dark', 'Images', 'Long', 'Outline'].map((name) =>
      page.getByLabel(name, { exact: true }).isChecked(),
    );
    expect(await Promise.all(boxes)).toEqual([true, true, true, false]);
  });

  it('explains the keys, each of which it names once', async () => {
    const page = await open(html);
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    const keys = await dialog.locator('dt').allTextContents();
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toContain('/');
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
    await page.getByRole('button', { name: 'Keys' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await dialog.count()).toBe(0);
  });

  it('takes letters for letters where one is typing', async () => {
    const page = await open(html);
    await page.keyboard.press('/');
    await page.keyboard.type('jd?');
    expect(await page.getByRole('combobox', { name: 'Search all messages' }).inputValue()).toBe('jd?');
    expect(await page.locator('[aria-current], dialog').count()).toBe(0);
  });

  it('opens where a link leads: a message, a class, a change', async () => {
    const message = await open(html, { hash: 'tenant-2/mail-7/fr-CA' });
    expect(await current(message)).toBe('tenant-2/mail-7/fr-CA');
    const spoken = await open(html, { hash: 'tenant-4/mail-2/en' });
    expect(await current(spoken)).toBe('tenant-1/mail-2/en');
    const own = footer!.classes[6]!;
    const folded = await open(html, { hash: own.id });
    expect(await folded.evaluate(() => document.activeElement?.querySelector('h3')?.textContent)).toBe(own.template);
    const change = await open(html, { hash: push!.id });
    expect(await change.evaluate(() => document.activeElement?.querySelector('h2')?.textContent)).toBe(push!.title);
    await expect
      .poll(() => change.evaluate(() => document.activeElement!.getBoundingClientRect().top))
      .toBeLessThan(400);
  });

  it('follows a link that a filter hides', async () => {
    const page = await open(html);
    await page.getByLabel('Channel').selectOption('sms');
    await page.evaluate(() => {
      location.hash = '#tenant-2/mail-1/ar';
    });
    await expect.poll(() => current(page)).toBe('tenant-2/mail-1/ar');
    expect(await page.getByLabel('Channel').inputValue()).toBe('');
  });

  it('survives a link to nothing', async () => {
    const page = await open(html, { hash: '%E0%A4%A' });
    expect(await page.locator('.card').count()).toBeGreaterThan(0);
  });

  it('says in the address where one is', async () => {
    const page = await open(html);
    await page.keyboard.press('j');
    expect(new URL(page.url()).hash).toBe('#tenant-1/mail-1/en');
  });
});

function current(page: Page): Promise<string | null> {
  return page.locator('.card[aria-current]').getAttribute('data-preview');
}
