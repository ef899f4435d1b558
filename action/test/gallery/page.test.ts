import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { galleryData } from '../../src/gallery/embed.ts';
import { galleryPage } from '../../src/gallery/page.ts';
import { unpackText } from '../../src/gallery/texts.ts';
import { clientScript } from '../../src/generated/gallery-client.ts';
import { madeUp } from './support/fixture.ts';

const small = madeUp({ tenants: 7, templates: 7, html: 300 });

describe('the page', () => {
  it('allows its own script by digest, and no other', () => {
    const page = galleryPage(small);
    const digest = createHash('sha256').update(clientScript).digest('base64');
    expect(page).toContain(`script-src 'sha256-${digest}'`);
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="application/json" id="gallery-data">', '<script>']);
    expect(page).toContain(`<script>${clientScript}</script>`);
  });

  it('is the same for the same review', () => {
    expect(galleryPage(small)).toBe(galleryPage(madeUp({ tenants: 7, templates: 7, html: 300 })));
  });

  it('says what the previews stand for', () => {
    const { counts } = small.review;
    const page = galleryPage(small);
    expect(page).toContain(`${counts.previews} previews speak for ${counts.messages} messages of 7 tenants.`);
    expect(page).toContain('stays on 1.4.0');
    expect(page).toContain('opted out of mail-1');
    expect(page).toContain('4 of 300 in tenant-1');
    expect(page).toContain('<b>3</b> more pairs wait to be deployed');
    expect(page).toContain('It would archive 9 of 10 messages');
  });

  it('says that what is archived is so later, and that sending ends before', () => {
    const withArchives = (base: string | undefined, writes: number, archives: number): string => {
      const forecast = { ...small.review.forecast, writes, archives };
      return galleryPage({ ...small, review: { ...small.review, base, forecast } });
    };
    const merged = withArchives('1111111', 1200, 2);
    expect(merged).toContain('When it is merged <b>1,200 writes, about 13 s; 2 archives later</b>');
    expect(merged).toContain('<b>2 messages lose their routes with the deployment</b>: nothing is sent with them');
    expect(merged).toContain('They are archived when <code>policies.archiveGrace</code> is over');
    const alone = withArchives(undefined, 0, 1);
    expect(alone).toContain('When it is deployed <b>1 archive later</b>');
    expect(alone).toContain('with <code>--allow-archives</code>');
    expect(withArchives(undefined, 1, 0).includes('archiveGrace')).toBe(false);
  });

  it('says dangers in sentences, and leaves names as they are', () => {
    const risk = { code: 'legal', severity: 'stop', details: [], changes: [] } as const;
    const messages = ['legal text changes in 90 messages', 'mail/a-b holds 3 messages', 'It ends. Does it?'];
    const risks = messages.map((message) => ({ ...risk, message }));
    const page = galleryPage({ ...small, review: { ...small.review, risks, refusals: [] } });
    const said = [...page.matchAll(/<span class="level">Stop<\/span><span>([^<]*)</g)].map(([, text]) => text);
    expect(said).toEqual(['Legal text changes in 90 messages.', 'mail/a-b holds 3 messages.', 'It ends. Does it?']);
  });

  it('says first that not everything was compared, where that is so', () => {
    const review = { ...small.review, incomplete: 'the base has errors' };
    const page = galleryPage({ ...small, review });
    const none = galleryPage({ ...small, review: { ...review, changes: [] } });
    expect(none.includes('No message changes.')).toBe(false);
    expect(none).toContain('Nothing that could be compared changes.');
    const [first] = /<ul class="risks".*?<\/li>/s.exec(page) ?? [];
    expect(first).toContain(
      '<span>Not everything was compared.</span><span class="details">The base has errors.</span>',
    );
  });

  it('never says that nothing changes when something does, and says it when nothing does', () => {
    const none = { ...small, review: { ...small.review, changes: [] } };
    expect(galleryPage(none)).toContain('No message changes.');
    expect(galleryPage({ ...none, review: { ...none.review, base: undefined } })).toContain(
      'Nothing differs from what is deployed.',
    );
  });

  it('has a script that is small', () => {
    expect(clientScript.length).toBeLessThan(60_000);
  });
});

describe('what is embedded', () => {
  it('is every message of every tenant, and the texts of representatives', () => {
    const data = galleryData(small.title, small.review, small.shown);
    const rows = data.changes
      .flatMap(({ classes }) => classes)
      .reduce((sum, { messages }) => sum + messages.length / 6, 0);
    expect(rows).toBe(small.review.counts.messages);
    const first = data.changes[0]!.classes[0]!.representatives[0]!;
    const shown = small.shown.find(({ template, tenant }) => template === 'mail-1' && tenant === 'tenant-1')!;
    expect(unpackText(data.texts, first.shown.after!.samples.typical!.html!)).toBe(shown.after!.samples.typical!.html);
    expect(unpackText(data.texts, first.shown.before!.source.html!)).toBe(shown.before!.source.html);
  });

  it('leaves texts out, the least telling first and with a word about it, where the page would be too large', () => {
    const all = galleryData(small.title, small.review, small.shown);
    const most = JSON.stringify(all.texts).length * 0.7;
    const data = galleryData(small.title, small.review, small.shown, { bytes: most, messages: 1000 });
    const shown = data.changes.flatMap(({ classes }) => classes).flatMap(({ representatives }) => representatives);
    const left = shown.filter((each) => each.shown.missing?.startsWith('Left out'));
    expect(left.length).toBeGreaterThan(0);
    expect(shown.filter(({ forChange }) => forChange).some((each) => each.shown.after)).toBe(true);
    expect(left.some(({ forChange }) => forChange)).toBe(false);
    expect(JSON.stringify(data.texts).length).toBeLessThan(most * 1.2);
  });

  it('holds a part of very many messages, with all that speak for others, and says of how many', () => {
    const data = galleryData(small.title, small.review, small.shown, { bytes: 1e6, messages: 15 });
    const classes = data.changes.flatMap((change) => change.classes);
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(small.review.counts.messages);
    expect(classes.map(({ messages }) => messages.length / 6)).toEqual([11, 5, 4, 4, 4, 4, 4, 4, 4]);
    for (const { messages, representatives } of classes) {
      for (const { message } of representatives) expect(message).toBeLessThan(messages.length / 6);
    }
  });

  it('takes messages that do not change, too', () => {
    const extra = { ...small.shown[0]!, tenant: 'elsewhere' };
    const data = galleryData(small.title, small.review, [...small.shown, extra]);
    expect(data.others.map(({ tenant }) => tenant)).toEqual(['elsewhere']);
  });

  it('is small for 4,500 messages of 40 KB', () => {
    const page = galleryPage(madeUp({ tenants: 270, templates: 10, html: 40_000 }));
    expect(Buffer.byteLength(page)).toBeLessThan(15_000_000);
  });
});
