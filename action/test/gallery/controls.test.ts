import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { galleryPage } from '../../src/gallery/page.ts';
import { describeInBrowser } from './support/browser.ts';
import { madeUp } from './support/fixture.ts';

const gallery = madeUp({ tenants: 7, templates: 7, html: 300 });
const html = galleryPage(gallery);
const first = '.card[data-preview="tenant-1/mail-1/en"]';

describeInBrowser('the controls of the gallery', ({ open }) => {
  it('shows changes, their words, and what previews stand for', async () => {
    const page = await open(html);
    expect(await page.locator('.change h2').allTextContents()).toEqual(
      gallery.review.changes.map(({ title }) => title),
    );
    const change = page.locator('.change').first();
    expect(await change.locator('.hunks del').allTextContents()).toEqual(['Ask us']);
    expect(await change.locator('.hunks ins').allTextContents()).toEqual(['We are here']);
    expect(await change.locator('.stands').textContent()).toBe('5 previews speak for 77 messages of 7 tenants');
    expect(await change.locator('.fold > summary').textContent()).toContain('2 more classes of 22 messages');
  });

  it('shows a message before and after, in frames that begin with what differs', async () => {
    const page = await open(html);
    const frames = page.locator(`${first} iframe`);
    await expect.poll(() => frames.count()).toBe(2);
    expect(await frames.evaluateAll((all) => all.map((frame) => frame.getAttribute('sandbox')))).toEqual(['', '']);
    expect(await footOf(page, 0)).toBe('Ask us');
    expect(await footOf(page, 1)).toBe('We are here');
    expect(await outlineOf(page)).toContain('dashed');
    await page.getByLabel('Outline').uncheck();
    await expect.poll(() => outlineOf(page)).toContain('none');
  });

  it('shows either side alone', async () => {
    const page = await open(html);
    for (const [side, captions] of [
      ['Before', ['Before']],
      ['After', ['After']],
      ['Both', ['Before', 'After']],
    ] as const) {
      await page.getByRole('radio', { name: side, exact: true }).check({ force: true });
      await expect.poll(() => page.locator(`${first} figcaption`).allTextContents()).toEqual(captions);
    }
  });

  it('shows 600 and 375 pixels, as the message’s own conditions see them', async () => {
    const page = await open(html);
    expect(await shown(page, '.wide')).toBe(true);
    await page.getByRole('radio', { name: '375 px' }).check({ force: true });
    await expect.poll(() => shown(page, '.wide')).toBe(false);
  });

  it.each(['light', 'dark'] as const)(
    'shows dark mode by the message’s own styles, in a %s browser',
    async (scheme) => {
      const page = await open(html, { scheme });
      const ink = (): Promise<string> => inFrame(page, 1, '.ink', (element) => getComputedStyle(element).color);
      await expect.poll(ink).toBe('rgb(17, 17, 17)');
      await page.getByLabel('Dark').check();
      await expect.poll(ink).toBe('rgb(238, 238, 238)');
      await page.getByLabel('Dark').uncheck();
      await expect.poll(ink).toBe('rgb(17, 17, 17)');
    },
  );

  it('makes frames long', async () => {
    const page = await open(html);
    const height = async (): Promise<number> =>
      (await page.locator(`${first} .sheet`).first().boundingBox())?.height ?? 0;
    await expect.poll(height).toBe(640);
    await page.getByRole('checkbox', { name: 'Long' }).check();
    await expect.poll(height).toBe(2400);
  });

  it('shows the text part word by word', async () => {
    const page = await open(html);
    await page.getByRole('radio', { name: 'Text', exact: true }).check({ force: true });
    const part = page.locator(`${first} .part`);
    await part.waitFor();
    const words = async (tag: string): Promise<string> => (await part.locator(tag).allTextContents()).join(' ');
    expect([await words('del'), await words('ins')]).toEqual(['Ask us', 'We are here']);
  });

  it('shows what the vendor is given, line by line', async () => {
    const page = await open(html);
    await page.getByRole('radio', { name: 'Source' }).check({ force: true });
    const heading = page.locator('h5', { hasText: /^html$/ });
    const source = page.locator(`${first} .source section`).filter({ has: heading });
    await source.waitFor();
    expect(await source.locator('.line.out ins, .line.in del').count()).toBe(0);
    expect((await source.locator('.line.in ins').allTextContents()).join(' ')).toBe('We are here');
    await source.getByText('All of html').press('Enter');
    expect(await source.locator('pre').textContent()).toContain('Hello {{first_name}}');
  });

  it('shows other samples', async () => {
    const page = await open(html);
    await page.getByRole('combobox', { name: 'Sample' }).selectOption('longest');
    await expect.poll(() => page.locator(`${first} .fields`).textContent()).toContain('(Maximiliane)');
  });

  it('shows push on a lock screen, and text messages with what they cost', async () => {
    const page = await open(html);
    const push = page.locator('.card[data-preview="tenant-1/arriving/en"]');
    await push.scrollIntoViewIfNeeded();
    await expect
      .poll(() => push.locator('.banner strong').allTextContents())
      .toEqual(Array(2).fill('tenant-1 is on its way'));
    expect(await push.locator('.opens').first().textContent()).toBe('Opens https://shop.example/track');
    const sms = page.locator('.card[data-preview="tenant-1/code/en"]');
    await sms.scrollIntoViewIfNeeded();
    await expect
      .poll(() => sms.locator('.segments').allTextContents())
      .toEqual(['1 segment · 30 characters', '2 segments · 46 characters']);
  });

  it('filters by channel, locale, change and what is left to look at, and shows all again', async () => {
    const page = await open(html);
    const previews = (): Promise<(string | null)[]> =>
      page.locator('.card:visible').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-preview')));
    const all = await previews();
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('sms');
    expect(await previews()).toEqual(['tenant-1/code/en']);
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('');
    await page.getByRole('combobox', { name: 'Locale' }).selectOption('ar');
    expect((await previews()).every((id) => id?.endsWith('/ar'))).toBe(true);
    expect((await previews()).length).toBeGreaterThan(3);
    await page.getByRole('combobox', { name: 'Locale' }).selectOption('');
    await page.getByRole('combobox', { name: 'Change' }).selectOption(gallery.review.changes[1]!.id);
    expect((await previews()).every((id) => id?.includes('/arriving/'))).toBe(true);
    await page.getByRole('combobox', { name: 'Change' }).selectOption('');
    await page.getByRole('combobox', { name: 'Only' }).selectOption('warnings');
    expect((await previews()).every((id) => id?.startsWith('tenant-1/mail-'))).toBe(true);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    expect((await previews()).length).toBeGreaterThanOrEqual(all.length);
    await page.getByLabel('Looked at: mail-1 sendgrid').check();
    await page.getByRole('combobox', { name: 'Only' }).selectOption('unmarked');
    expect((await previews()).some((id) => id?.includes('/mail-1/'))).toBe(false);
  });

  it('says so where nothing matches', async () => {
    const page = await open(html);
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('sms');
    await page.getByRole('combobox', { name: 'Only' }).selectOption('warnings');
    expect(await page.getByText('No preview matches these filters.').isVisible()).toBe(true);
  });

  // By the keyboard: messages above what is asked for grow as they come near, and would move it from under a pointer.
  it('unfolds a class, and lists all of its messages', async () => {
    const page = await open(html);
    const own = page.locator('.class').first();
    expect(await own.locator('.card').count()).toBe(1);
    await own.getByRole('button', { name: /more previews/ }).press('Enter');
    expect(await own.locator('.card').count()).toBe(4);
    await own.locator('summary', { hasText: 'All 11 messages' }).press('Enter');
    await expect.poll(() => own.locator('.messages li').count()).toBe(11);
    await own.locator('.messages').getByRole('button', { name: 'tenant-5' }).first().press('Enter');
    expect(await page.locator('.spoken:visible').textContent()).toContain('tenant-5 (en) changes in the same way');
  });
});

/** Text of the footer's link in a frame of the first card. */
function footOf(page: Page, frame: number): Promise<string> {
  return inFrame(page, frame, '.foot', (element) => element.textContent ?? '');
}

function outlineOf(page: Page): Promise<string> {
  return inFrame(page, 1, '.foot', (element) => getComputedStyle(element).outlineStyle);
}

function shown(page: Page, selector: string): Promise<boolean> {
  return inFrame(page, 1, selector, (element) => getComputedStyle(element).display !== 'none');
}

function inFrame<Result>(
  page: Page,
  frame: number,
  selector: string,
  read: (element: Element) => Result,
): Promise<Result> {
  return page.locator(`${first} iframe`).nth(frame).contentFrame().locator(selector).first().evaluate(read);
}
