import { expect, it } from 'vitest';
import { type Gallery, galleryPage } from '../../src/gallery/page.ts';
import type { Change } from '../../src/review/review.ts';
import { describeInBrowser } from './support/browser.ts';
import { changeOf, madeUp, reviewOf } from './support/fixture.ts';

const gallery = madeUp({ tenants: 7, templates: 3, html: 300 });
const html = galleryPage(gallery);

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

describeInBrowser('marks of what was looked at', ({ open }) => {
  it('are counted, and survive a reload', async () => {
    const page = await open(html);
    const progress = page.locator('.progress');
    expect(await progress.textContent()).toBe('0 of 5 classes looked at');
    await page.getByLabel('Looked at: mail-2 sendgrid').check();
    expect(await progress.textContent()).toBe('1 of 5 classes looked at');
    await page.reload();
    expect(await progress.textContent()).toBe('1 of 5 classes looked at');
    expect(await page.getByLabel('Looked at: mail-2 sendgrid').isChecked()).toBe(true);
    const whole = page.getByLabel(`Looked at: ${gallery.review.changes[0]!.title}`);
    expect(await whole.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
    await whole.check();
    expect(await progress.textContent()).toBe('3 of 5 classes looked at');
    await whole.uncheck();
    expect(await progress.textContent()).toBe('0 of 5 classes looked at');
  });

  it('are made with m, which goes on to the next class', async () => {
    const page = await open(html);
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    expect(await page.getByLabel('Looked at: mail-1 sendgrid').isChecked()).toBe(true);
    expect(await page.locator('.card[aria-current]').getAttribute('data-preview')).toBe('tenant-1/mail-2/en');
  });

  it.each([
    ['that a class comprises more messages', madeUp({ tenants: 8, templates: 3, html: 300 })],
    ['that a message of it says something else', withOther(gallery)],
  ])('do not outlive %s', async (_, other) => {
    const page = await open(html);
    await page.getByLabel('Looked at: mail-2 sendgrid').check();
    const more = galleryPage(other);
    await page.setContent('');
    const marks = await page.evaluate(() => localStorage.getItem('tenantry-looked-at'));
    const next = await open(more);
    await next.evaluate((kept) => localStorage.setItem('tenantry-looked-at', kept!), marks);
    await next.reload();
    expect(await next.locator('.progress').textContent()).toBe('0 of 5 classes looked at');
  });

  it('survive that something else was kept under their name', async () => {
    const page = await open(html);
    await page.evaluate(() => {
      localStorage.setItem('tenantry-looked-at', '{"a":');
      sessionStorage.setItem('tenantry-view', '{"mode":3,"sample":"gone","channel":"pigeon"}');
    });
    await page.reload();
    expect(await page.locator('.progress').textContent()).toBe('0 of 5 classes looked at');
    expect(await page.locator('.card:visible').count()).toBeGreaterThan(0);
  });

  it('become a record to paste, which mentions nobody', async () => {
    const [mails, ...others] = gallery.review.changes;
    const hostile: Change = { ...mails!, title: 'greets @octocat `a` ``b`` <img> #1\n# Done' };
    const page = await open(galleryPage({ ...gallery, review: reviewOf([hostile, ...others], 7) }));
    await page.getByLabel('Looked at: mail-1 sendgrid').check();
    await page.getByLabel(/Looked at: adds “today”/).check();
    await page.getByRole('button', { name: 'Record' }).click();
    const record = await page.getByLabel('Record, as Markdown').inputValue();
    expect(record).toBe(`**Looked at 2 of 5 classes**, 22 of 55 messages.
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
