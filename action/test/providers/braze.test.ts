import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/digest.ts';
import { braze } from '../../src/providers/braze/braze.ts';
import { withNote, withoutNote } from '../../src/providers/braze/note.ts';
import { formatMarker, markerFor } from '../../src/providers/marker.ts';
import type { ProviderEnvironment, Workspace } from '../../src/providers/provider.ts';
import { brazeWorld, contentsOf, keyOf, plantTemplate, workspaces } from '../contract/braze-world.ts';
import { all, message, payloadOf, tenant } from '../contract/harness.ts';
import { type VendorWorld, writesOf } from '../contract/vendor-world.ts';

const name = 'order-confirmation.en';
let world: VendorWorld;
beforeEach(async () => {
  world = await brazeWorld();
});
afterEach(() => world.emulator.close());

const acme = () => world.account.workspace('acme');
const templates = () => contentsOf(world, 'acme').templates;
const blocks = () => contentsOf(world, 'acme').content_blocks.filter(({ name: one }) => !one.startsWith('tenantry__'));
const claimBlock = (workspace = 'acme') =>
  contentsOf(world, workspace).content_blocks.find((one) => one.name === 'tenantry__acme-messaging');

describe('an email at Braze', () => {
  it('is a template with its marker in its name, and its metadata in a comment behind the HTML', async () => {
    const payload = braze.encode(message({ fields: { ...message().fields, preheader: 'Soon' } }), tenant);
    await acme().put(name, payload);
    const [template] = templates();
    expect(template).toMatchObject({
      template_name: `${name} ${formatMarker(markerFor('acme-messaging', digestOf(payload)))}`,
      subject: 'Your order',
      plaintext_body: message().fields.text,
      preheader: 'Soon',
      should_inline_css: false,
    });
    expect(withoutNote(template!.body)).toEqual({
      text: message().fields.html,
      note: {
        name,
        channel: 'email',
        locale: 'en',
        topic: 'orders',
        category: 'transactional',
        sender: { address: 'orders@acme.example', name: 'Acme Market' },
      },
    });
  });

  it('loses a preheader that it no longer has', async () => {
    const { preheader: _, ...fields } = message().fields;
    await acme().put(name, payloadOf(braze, 'With'));
    await acme().put(name, braze.encode(message({ fields }), tenant));
    expect(templates()[0]?.preheader).toBe('');
  });

  it('that somebody edited is written again, though its marker says that nothing changed', async () => {
    const payload = payloadOf(braze, 'Ours');
    const { id } = await acme().put(name, payload);
    await world.request('POST', '/templates/email/update', 'acme', { email_template_id: id, subject: 'Theirs' });
    await acme().put(name, payload);
    expect(templates()[0]?.subject).toBe('Your order');
  });

  it('that is archived is renamed, reaches nobody, and is taken up again', async () => {
    const first = await acme().put(name, payloadOf(braze, 'Old'));
    await acme().archive(first);
    const [archived] = templates();
    expect(archived?.template_name).toBe(`(archived) ${name} tenantry:acme-messaging:000000000000`);
    expect([archived?.body, archived?.plaintext_body]).toEqual(Array(2).fill("{% abort_message('archived') %}"));
    // Another process, which knows nothing of it.
    const again = await world.open().workspace('acme').put(name, payloadOf(braze, 'New'));
    expect(again.id).toBe(first.id);
    expect(templates()).toHaveLength(1);
  });

  it('copied in the dashboard is somebody’s own', async () => {
    await acme().put(name, payloadOf(braze, 'Ours'));
    await plantTemplate(world, 'acme', `Copy of ${templates()[0]?.template_name}`);
    const listed = await all(acme().list());
    expect(listed.filter(({ marker }) => marker)).toHaveLength(1);
    expect((await acme().put(name, payloadOf(braze, 'New'))).id).toBe(templates()[0]?.email_template_id);
  });

  it('becomes a content block where its channel changes', async () => {
    const email = await acme().put(name, payloadOf(braze, 'Email'));
    const payload = payloadOf(braze, 'Text', { channel: 'sms' });
    const text = await acme().put(name, payload, email);
    expect(await all(acme().list())).toEqual([expect.objectContaining({ id: text.id, name })]);
    expect(await acme().read(text)).toEqual(payload);
  });
});

describe('a message of another channel', () => {
  it('is one content block, whose description is its marker', async () => {
    const payload = braze.encode(message({ channel: 'push' }), tenant);
    await acme().put(name, payload);
    expect(blocks()).toEqual([
      expect.objectContaining({
        name: 'order-confirmation_en',
        description: formatMarker(markerFor('acme-messaging', digestOf(payload))),
        content: expect.stringMatching(
          /^\{% case tenantry_field %\}\{% when 'link' %\}acme:\/\/order\{% when 'title' %\}On its way\{% else %\}\{% comment %\}body\{% endcomment %\}Soon there\{% endcase %\}/,
        ),
      }),
    ]);
  });

  it('that is archived stays under its name, and stops whatever includes it', async () => {
    const ref = await acme().put(name, payloadOf(braze, 'Old', { channel: 'sms' }));
    await acme().archive(ref);
    expect(blocks()).toEqual([
      expect.objectContaining({ name: 'order-confirmation_en', content: "{% abort_message('archived') %}" }),
    ]);
    expect(await all(acme().list())).toEqual([]);
    expect((await acme().put(name, payloadOf(braze, 'New', { channel: 'sms' }))).id).toBe(ref.id);
  });

  it('that is too large is refused in the vendor’s words', async () => {
    const put = acme().put(name, payloadOf(braze, 'x'.repeat(60_000), { channel: 'sms' }));
    await expect(put).rejects.toMatchObject({ failure: 'rejected', message: expect.stringContaining('50kb') });
  });

  it('with words that could not be told from our own is refused before anything is written', async () => {
    const fields = { title: "{% when 'body' %}", body: 'x' };
    const put = acme().put(name, braze.encode(message({ channel: 'push', fields }), tenant));
    await expect(put).rejects.toMatchObject({ failure: 'rejected' });
    expect(writesOf(world)).toEqual([]);
  });
});

describe('notes behind a text', () => {
  it.each([
    ['', { a: 1 }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Braze's own names
    ['Hello {{ ${first_name} }}', { nested: { deep: { text: '}} {% endcomment %} <!-- ${x} "\\" -->' } } }],
    ['{% comment %}tenantry {}{% endcomment %}', { a: '' }],
  ])('come back: %j', (text, note) => {
    const noted = withNote(text, note);
    expect(withoutNote(noted)).toEqual({ text, note });
    expect(noted.slice(text.length)).not.toMatch(/\}\}|\{\{|\$\{|<|[^{]%\}.*%\}.*%\}/);
  });

  it.each(['', 'Hello', '{% comment %}tenantry [1]{% endcomment %}', '{% comment %}tenantry {{% endcomment %}'])(
    'are not read from %j',
    (text) => expect(withoutNote(text)).toBeUndefined(),
  );
});

describe('whose a workspace is', () => {
  const put = (workspace: Workspace, of = name) => workspace.put(of, payloadOf(braze, of));
  const open = (more: Partial<ProviderEnvironment> = {}, account?: string) => world.open(more, account);

  it('is not known before the first write, which claims it', async () => {
    expect(await acme().identify()).toBeUndefined();
    await Promise.all([put(acme()), put(acme(), 'welcome.en'), put(acme(), 'receipt.en')]);
    expect(writesOf(world)).toHaveLength(4);
    expect(claimBlock()).toMatchObject({ content: expect.stringContaining('"workspace":"acme"') });
    expect(await open().workspace('acme').identify()).toEqual({ account: 'braze-us', workspace: 'acme' });
  });

  it.each([
    ['another workspace', 'braze-us', 'bolt'],
    ['another account', 'braze-eu', 'acme'],
  ])('is told where a key leads to what is claimed for %s, and nothing is written', async (_, account, workspace) => {
    await put(acme());
    world.credential = JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf('acme')])));
    const before = writesOf(world).length;
    const other = open({}, account).workspace(workspace);
    expect(await other.identify()).toEqual({ account: 'braze-us', workspace: 'acme' });
    await expect(put(other)).rejects.toMatchObject({ failure: 'identity' });
    expect(writesOf(world)).toHaveLength(before);
  });

  it('is known before the first write where somebody has claimed it by hand, as the guide shows', async () => {
    const guide = readFileSync(new URL('../../docs/vendors/braze.md', import.meta.url), 'utf8');
    const [, shown = ''] = /^ *(\{% comment %\}tenantry \{"account".*)$/m.exec(guide) ?? [];
    expect(shown).toContain('"workspace":"sunnyside"');
    const body = { name: 'tenantry__acme-messaging', content: shown.replace('sunnyside', 'bolt'), state: 'active' };
    await world.request('POST', '/content_blocks/create', 'acme', body);
    expect(await acme().identify()).toEqual({ account: 'braze-us', workspace: 'bolt' });
    await expect(acme().put(name, payloadOf(braze, 'Mine'))).rejects.toMatchObject({ failure: 'identity' });
    expect(templates()).toEqual([]);
  });

  it('is settled for one of two that claim at once with the same key', async () => {
    world.credential = JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf('acme')])));
    const outcomes = await Promise.allSettled(workspaces.map((one) => put(open().workspace(one))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { failure: 'identity' } });
    expect(templates()).toHaveLength(1);
  });

  it('is claimed once where it is not known whether the claim was made', async () => {
    const path = '/content_blocks/create';
    world.emulator.faults.add({ kind: 'reset', carriedOut: true, times: 1, method: 'POST', path });
    await put(acme());
    expect(contentsOf(world, 'acme').content_blocks).toHaveLength(1);
  });

  it('is not claimed anew where it holds messages of ours and nothing says whose it is', async () => {
    await put(acme());
    const note = (await world.request('GET', '/content_blocks/list', 'acme').then((response) => response.json())) as {
      content_blocks: { content_block_id: string }[];
    };
    const [block] = note.content_blocks;
    const change = { content_block_id: block?.content_block_id, content: 'changed by hand' };
    await world.request('POST', '/content_blocks/update', 'acme', change);
    const fresh = open().workspace('acme');
    await expect(fresh.identify()).rejects.toMatchObject({
      failure: 'identity',
      message: expect.stringContaining(
        '{% comment %}tenantry {"account":"braze-us","workspace":"acme"}{% endcomment %}',
      ),
    });
    await expect(put(fresh, 'welcome.en')).rejects.toMatchObject({ failure: 'identity' });
  });

  it('is not claimed where the block is gone, and messages of ours are there', async () => {
    await plantTemplate(world, 'acme', 'welcome.en tenantry:acme-messaging:0123456789ab');
    await expect(put(acme())).rejects.toMatchObject({
      failure: 'identity',
      message: expect.stringContaining('create a content block “tenantry__acme-messaging”'),
    });
    expect(claimBlock()).toBeUndefined();
  });

  it('is told to each repository on its own', async () => {
    await put(acme());
    const other = open({ repository: 'other-messaging' }, 'theirs').workspace('acme');
    expect(await other.identify()).toBeUndefined();
    await put(other, 'their-welcome.en');
    expect(await other.identify()).toEqual({ account: 'theirs', workspace: 'acme' });
    expect(await acme().identify()).toEqual({ account: 'braze-us', workspace: 'acme' });
  });
});

describe('what is asked of Braze', () => {
  it('goes to the hosts that the driver names, or to an emulator on this machine', () => {
    const environment = { repository: 'acme-messaging', root: '/nowhere', credential: () => 'key' };
    const credentials = { env: 'TENANTRY_BRAZE_US' };
    const config = (host: string) =>
      ({ provider: 'braze', credentials, options: { instance: 'eu-01', host } }) as const;
    expect(() => braze.open('eu', config('https://rest.fra-01.braze.eu.evil.example'), environment)).toThrow(
      /not a host/,
    );
    expect(() => braze.open('eu', config('http://127.0.0.1:4011'), environment)).not.toThrow();
  });

  it('never asks for a page at offset zero, and asks for every page', async () => {
    for (let index = 0; index < 201; index++) await plantTemplate(world, 'acme', `by hand ${index}`);
    expect(await all(acme().list())).toHaveLength(201);
    const queries = world.emulator.requests.filter(({ path }) => path.endsWith('/list')).map(({ query }) => query);
    expect(queries.sort()).toEqual(['limit=200', 'limit=200', 'limit=200&offset=200']);
  });
});
