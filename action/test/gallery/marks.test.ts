import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Gallery, galleryPage } from '../../src/gallery/page.ts';
import type { Change } from '../../src/review/review.ts';
import { describeInBrowser } from './support/browser.ts';
import { changeOf, madeUp, reviewOf } from './support/fixture.ts';

const gallery = madeUp({ tenants: 7, templates: 3, html: 300 });
const html = galleryPage(gallery);
/** So large that some classes have no preview that speaks for their change. */
const larger = madeUp({ tenants: 7, templates: 7, html: 300 });

/** The same, but that each class has a message that is to say something else. */
function withOther(own: Gallery): Gallery {
  const changes = own.review.changes.map((change) => ({
    ...change,
    classes: change.classes.map((each) => {
      const [first, ...others] = each.messages;
      return { ...each, messages: [{ ...first!, after: 'f'.repeat(64) }, ...others] };
    }),
  }));
  return { ...own, review: { ...own.review, changes } };
}

/** Looks at something, by the keyboard: messages above it grow as they come near, and would move it from under a pointer. */
async function tick(page: Page, what: string): Promise<void> {
  const box = page.getByLabel(`Looked at: ${what}`);
  await box.press('Space');
  expect(await box.isChecked()).toBe(true);
}

describeInBrowser('marks of what was looked at', ({ open }) => {
  /** Another page, with the marks that were made on this one. */
  async function reopened(page: Page, other: Gallery): Promise<Page> {
    const marks = await page.evaluate(() => localStorage.getItem('tenantry-looked-at'));
    const next = await open(galleryPage(other));
    await next.evaluate((kept) => localStorage.setItem('tenantry-looked-at', kept!), marks);
    await next.reload();
    return next;
  }

  it('are counted, and survive a reload', async () => {
    const page = await open(html);
    const progress = page.locator('.progress');
    expect(await progress.textContent()).toBe('0 of 5 previews looked at');
    await tick(page, 'mail-2 sendgrid');
    expect(await progress.textContent()).toBe('1 of 5 previews looked at');
    await page.reload();
    expect(await progress.textContent()).toBe('1 of 5 previews looked at');
    expect(await page.getByLabel('Looked at: mail-2 sendgrid').isChecked()).toBe(true);
    const whole = page.getByLabel(`Looked at: ${gallery.review.changes[0]!.title}`);
    expect(await whole.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
    await whole.check();
    expect(await progress.textContent()).toBe('3 of 5 previews looked at');
    await whole.uncheck();
    expect(await progress.textContent()).toBe('0 of 5 previews looked at');
  });

  it('are counted as the verdict counts, and make a change looked at once all its previews were', async () => {
    const page = await open(galleryPage(larger));
    const [first] = larger.review.changes;
    const { previews } = larger.review.counts;
    const progress = page.locator('.progress');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(new RegExp(`^${previews} previews `));
    expect(await progress.textContent()).toBe(`0 of ${previews} previews looked at`);
    const whole = page.getByLabel(`Looked at: ${first!.title}`);
    for (const mail of [1, 2, 3, 4, 5]) {
      expect(await whole.isChecked()).toBe(false);
      await tick(page, `mail-${mail} sendgrid`);
      expect(await progress.textContent()).toBe(`${mail} of ${previews} previews looked at`);
    }
    // The two classes that are folded away are spoken for by these five.
    expect(await whole.isChecked()).toBe(true);
    await page.getByRole('combobox', { name: 'Only' }).selectOption('unmarked');
    expect(await page.locator('.change:visible h2').allTextContents()).toEqual(
      larger.review.changes.slice(1).map(({ title }) => title),
    );
  });

  it('are made with m, which goes on to the next class', async () => {
    const page = await open(html);
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    expect(await page.getByLabel('Looked at: mail-1 sendgrid').isChecked()).toBe(true);
    expect(await page.locator('.card[aria-current]').getAttribute('data-preview')).toBe('tenant-1/mail-2/en');
  });

  it('are made for a whole change with M, which goes on to the next change', async () => {
    const page = await open(html);
    await page.keyboard.press('j');
    await page.keyboard.press('M');
    expect(await page.getByLabel(`Looked at: ${gallery.review.changes[0]!.title}`).isChecked()).toBe(true);
    expect(await page.locator('.progress').textContent()).toBe('3 of 5 previews looked at');
    expect(await page.locator('.card[aria-current]').getAttribute('data-preview')).toBe('tenant-1/arriving/en');
    await page.keyboard.press('k');
    await page.keyboard.press('M');
    expect(await page.locator('.progress').textContent()).toBe('0 of 5 previews looked at');
  });

  it.each([
    ['that a class comprises more messages', madeUp({ tenants: 8, templates: 3, html: 300 })],
    ['that a message of it says something else', withOther(gallery)],
  ])('do not outlive %s', async (_, other) => {
    const page = await open(html);
    await tick(page, 'mail-2 sendgrid');
    const next = await reopened(page, other);
    expect(await next.locator('.progress').textContent()).toBe('0 of 5 previews looked at');
  });

  it('do not outlive that a message they only speak for says something else', async () => {
    const [mails] = larger.review.changes;
    const later = withOther(larger).review.changes[0]!.classes[6]!;
    const changes = [{ ...mails!, classes: [...mails!.classes.slice(0, 6), later] }];
    const page = await open(galleryPage(larger));
    await tick(page, 'mail-2 sendgrid');
    const next = await reopened(page, { ...larger, review: reviewOf(changes, 7) });
    expect(await next.getByLabel('Looked at: mail-2 sendgrid').isChecked()).toBe(false);
    const same = await reopened(page, larger);
    expect(await same.getByLabel('Looked at: mail-2 sendgrid').isChecked()).toBe(true);
  });

  it('survive that something else was kept under their name', async () => {
    const page = await open(html);
    await page.evaluate(() => {
      localStorage.setItem('tenantry-looked-at', '{"a":');
      sessionStorage.setItem('tenantry-view', '{"mode":3,"sample":"gone","channel":"pigeon"}');
    });
    await page.reload();
    expect(await page.locator('.progress').textContent()).toBe('0 of 5 previews looked at');
    expect(await page.locator('.card:visible').count()).toBeGreaterThan(0);
  });

  it('become a record to paste, which mentions nobody', async () => {
    const [mails, ...others] = gallery.review.changes;
    const hostile: Change = { ...mails!, title: 'greets @octocat `a` ``b`` <img> #1\n# Done' };
    const page = await open(galleryPage({ ...gallery, review: reviewOf([hostile, ...others], 7) }));
    await page.getByLabel('Looked at: mail-1 sendgrid').check();
    await tick(page, 'adds “today”');
    await page.getByRole('button', { name: 'Record' }).click();
    const record = await page.getByLabel('Record, as Markdown').inputValue();
    expect(record).toBe(`**Looked at 2 of 5 previews**, which speak for 42 of 55 messages.
From \`1111111\` to \`2222222\`.

- [ ] \`\`\` greets @octocat \`a\` \`\`b\`\` <img> #1 # Done \`\`\`: 33 messages
  - [x] \`mail-1 (sendgrid)\`: 11 messages
  - [ ] \`mail-2 (sendgrid)\`: 11 messages
  - [ ] \`mail-3 (sendgrid)\`: 11 messages
- [x] \`adds “today”\`: 11 messages
- [ ] \`adds “Rates may apply”\`: 11 messages
`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => page.getByRole('dialog').getByRole('status').textContent()).not.toBe('');
  });

  it('need no class', async () => {
    const page = await open(
      galleryPage({ ...gallery, review: reviewOf([changeOf('gone', 'html', '', '', [])].slice(1), 1), shown: [] }),
    );
    expect(await page.locator('.progress').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('No message changes.');
  });
});
