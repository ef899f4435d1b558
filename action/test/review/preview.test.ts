import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PreviewOptions, preview } from '../../src/commands/preview.ts';
import { reviewSnapshots } from '../../src/commands/review.ts';
import { openGitSnapshot } from '../../src/config/git-snapshot.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { InvalidInput, UserError } from '../../src/diagnostics/errors.ts';
import type { Previewing } from '../../src/generated/index.ts';
import { everything } from '../../src/plan/scope.ts';
import { runDeploy, worldOf } from '../deploy/run.ts';
import { type Checkout, checkedOut } from './support/checkout.ts';
import { code, configuration, grocery, news, newsHtml, order, orderHtml, tenant } from './support/grocery.ts';
import { reviewed } from './support/reviewing.ts';

let place: Checkout;
beforeEach(() => {
  place = checkedOut(grocery());
});
afterEach(() => place.remove());

const edited = order(orderHtml.replace('>shop<', '>store<'));

interface Previewed {
  readonly document: Previewing;
  readonly text: string;
  readonly page: string;
  readonly lines: {
    tenant: string;
    template: string;
    locale: string;
    fields: Record<string, string>;
    destination: unknown;
  }[];
}

async function previewed(options: Partial<PreviewOptions> = {}): Promise<Previewed> {
  const out = join(place.root, 'out');
  const { document, text } = await preview(worldOf(place.root), { scope: everything, all: false, out, ...options });
  const read = (file: string): string => readFileSync(join(out, file), 'utf8');
  const lines = read('messages.ndjson').split('\n').filter(Boolean);
  return {
    document: document as Previewing,
    text,
    page: read('index.html'),
    lines: lines.map((line) => JSON.parse(line)),
  };
}

describe('preview --base', () => {
  it('says that a guard would refuse the deployment right after', async () => {
    place.edit({ '.github/tenantry.yml': configuration('policies: { maxArchives: 0.5, archiveGrace: 0d }') });
    const gone = ['corner', 'dairy', 'elm', 'farm'].map((id) => [`tenants/${id}/tenant.yaml`, undefined]);
    place.edit(Object.fromEntries(gone));
    const { text } = await previewed({ base: 'main' });
    expect(text).toMatch(/^A deployment would refuse this: \d+ of \d+ deployed messages would be archived/m);
  });

  it('says of a draft what the comment says of it', async () => {
    place.edit({ 'tenants/oak/tenant.yaml': tenant('oak').replace('status: active', 'status: draft') });
    const { text } = await previewed({ base: 'main' });
    expect(text).toContain(': 3 messages: no tenant changes now, 1 held.\n');
  });

  it('shows what the working tree changes in a commit, whatever is deployed', async () => {
    place.edit(edited);
    const { document, text, page, lines } = await previewed({ base: 'main' });
    expect(document.summary).toEqual({
      changed: 8,
      messages: 8,
      shown: 6,
      changes: 1,
      classes: 4,
      previews: 3,
      tenants: { changing: 6, held: 0, excluded: 0, unchanged: 0, total: 6 },
      risks: [],
    });
    expect(text).toContain(': 8 messages: 6 tenants change.\n');
    expect(text).toContain('“shop” becomes “store”');
    expect(page).toContain('with uncommitted changes compared with');
    expect(lines.map(({ tenant, template, locale }) => `${tenant}/${template}/${locale}`)).toHaveLength(8);
    expect(lines[0]).toMatchObject({
      destination: { account: 'send', workspace: 'aldi' },
      fields: { html: expect.stringContaining('store') },
    });
  });

  it('shows nothing between a commit and itself', async () => {
    const { document, text, lines } = await previewed({ base: 'HEAD' });
    expect(document.summary).toMatchObject({ changed: 0, messages: 0, shown: 0, changes: 0 });
    expect(text).toContain('no message changes.');
    expect(lines).toEqual([]);
  });

  it('takes any commit that was made since', async () => {
    place.edit(edited);
    const next = place.commit();
    expect((await previewed({ base: next })).document.summary.changed).toBe(0);
    expect((await previewed({ base: 'HEAD~1' })).document.summary.changed).toBe(8);
  });

  it('can be narrowed, and shows unchanged messages when all are asked for', async () => {
    place.edit(edited);
    const scope = { ...everything, tenants: ['bakers'], templates: ['order', 'code'] };
    const { document, lines } = await previewed({ base: 'main', scope, all: true });
    expect(document.summary).toMatchObject({ changed: 2, messages: 4, shown: 4 });
    expect(lines.map(({ template, locale }) => `${template}/${locale}`)).toEqual([
      'order/en',
      'order/ar',
      'code/en',
      'code/ar',
    ]);
  });

  it('says which errors there are, and leaves nothing half written behind', async () => {
    place.edit(order(orderHtml.replace('{{motto}}', '{{missing}}')));
    await expect(previewed({ base: 'main' })).rejects.toThrow(InvalidInput);
    expect(readdirSync(join(place.root, 'out'))).toEqual([]);
    await expect(previewed({ base: 'nowhere' })).rejects.toThrow(/“nowhere”/);
    await expect(previewed({ base: 'main', scope: { ...everything, tenants: ['nobody'] } })).rejects.toThrow(
      InvalidInput,
    );
  });
});

describe('preview', () => {
  it('shows everything as new where nothing is deployed', async () => {
    const { document, text } = await previewed();
    expect(document.summary).toMatchObject({ changed: 24, messages: 24, changes: 3 });
    expect(text).toContain('new template news');
  });

  it('shows what was deployed from its commit, and from the workspace where there is none', async () => {
    expect((await runDeploy(place.root)).exitCode).toBe(0);
    place.edit({ ...edited, ...news(newsHtml.replace('<p>News', '<p>The news')) });
    expect((await runDeploy(place.root, { scope: { templates: ['news'] } })).exitCode).toBe(0);
    place.edit(news(newsHtml.replace('<p>News', '<p>All news')));
    const { document, text } = await previewed();
    expect(document.summary).toMatchObject({ changed: 16, changes: 2 });
    expect(text).toContain('“shop” becomes “store”');
    expect(text).toContain('news changes; the old text is not available');
  });

  it('shows what is to be archived', async () => {
    expect((await runDeploy(place.root)).exitCode).toBe(0);
    place.edit(Object.fromEntries(Object.keys(code()).map((path) => [path, undefined])));
    const { document, text, lines } = await previewed();
    expect(document.summary).toMatchObject({ changed: 8, messages: 0, risks: [{ code: 'archive', severity: 'look' }] });
    expect(text).toContain('template code is removed');
    expect(lines).toEqual([]);
  });
});

describe('a tenant that moved, and then goes', () => {
  it('leaves both places', async () => {
    expect((await runDeploy(place.root)).exitCode).toBe(0);
    place.edit({ 'tenants/farm/tenant.yaml': tenant('farm', 5).replaceAll('id: farm', 'id: new') });
    expect((await runDeploy(place.root)).exitCode).toBe(0);
    place.edit({ 'tenants/farm/tenant.yaml': undefined });
    const { document, text } = await previewed();
    expect(document.summary).toMatchObject({ changed: 6, messages: 0, changes: 1 });
    expect(text).toContain('tenant farm leaves');
  });
});

describe('texts that are shown', () => {
  it('are those of every sample, on both sides with the same, and as the vendor has them', async () => {
    const { shown } = await reviewed(grocery(), grocery(edited));
    const aldi = shown.find(({ tenant }) => tenant === 'aldi');
    expect(Object.keys(aldi?.after?.samples ?? {})).toEqual(['longest', 'typical']);
    expect(aldi?.before?.samples.typical).toMatchObject({
      subject: 'Your order 7',
      html: expect.stringContaining('>shop<'),
    });
    expect(aldi?.after?.samples.longest).toMatchObject({
      subject: 'Your order 1234567890',
      html: expect.stringContaining('>store<'),
    });
    expect(aldi?.after?.source.subject).toBe('Your order {{{event.number}}}');
    expect(aldi?.after?.segments).toEqual({});
  });

  it('have segments for text messages', async () => {
    const { shown } = await reviewed(grocery(), grocery(code('The code: {{event.code}}')));
    expect(shown[0]?.after?.segments).toEqual({ longest: 2, typical: 1 });
  });
});

describe('a deadline', () => {
  it('ends rendering with a word on what to do', async () => {
    const late = reviewed(grocery(), grocery(edited), { deadline: performance.now() - 1 });
    await expect(late).rejects.toThrow(UserError);
    await expect(late).rejects.toMatchObject({ exitCode: 5, fix: expect.stringContaining('Split the change') });
  });
});

describe('what is merged and not deployed', () => {
  it('is counted where it is asked for, from the ledger', async () => {
    expect((await runDeploy(place.root)).exitCode).toBe(0);
    place.edit(news(newsHtml.replace('<p>News', '<p>The news')));
    place.commit();
    place.edit(edited);
    const world = worldOf(place.root);
    const sides = { base: openGitSnapshot(place.root, 'HEAD'), head: openWorkingTree(place.root) };
    const { review } = await reviewSnapshots(world, { ...sides, pending: true });
    expect(review.pending).toEqual({ pairs: 6, commit: expect.stringMatching(/^[\da-f]{40}$/) });
    expect(review.counts.messages).toBe(8);
    expect((await reviewSnapshots(world, sides)).review.pending).toBeUndefined();
  });
});
