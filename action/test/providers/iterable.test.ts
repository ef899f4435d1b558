import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, type JsonObject } from '../../src/digest.ts';
import { systemRuntime } from '../../src/providers/http/runtime.ts';
import { iterable } from '../../src/providers/iterable/iterable.ts';
import { formatMarker, markerFor } from '../../src/providers/marker.ts';
import type { Message } from '../../src/template/render.ts';
import { all, message, payloadOf, tenant } from '../contract/harness.ts';
import { iterableWorld, keyOf, projects, templatesIn, useInCampaign } from '../contract/iterable-world.ts';
import { impatient, type VendorWorld, writesOf } from '../contract/vendor-world.ts';

const name = 'order-confirmation.en';
const [project] = projects;
let world: VendorWorld;
beforeEach(async () => {
  world = await iterableWorld();
});
afterEach(() => world.emulator.close());

const workspace = () => world.account.workspace(project);
const put = (words: string, more: Partial<Message> = {}, of = name) =>
  workspace().put(of, payloadOf(iterable, words, more));
const held = () => templatesIn(world, project);
const texts = () => held().map(({ html, message: words }) => html ?? words);

/** Changes templates as somebody would by hand. */
async function edit(channel: string, templateId: string, body: object): Promise<void> {
  const response = await world.request('POST', `/api/templates/${channel}/update`, project, {
    templateId: Number(templateId),
    ...body,
  });
  expect(response.status).toBe(200);
}

/** A template of ours, as a call that came through twice would leave a second one. */
async function twin(of = name): Promise<void> {
  const [{ templateId, medium, ...body } = {}] = held();
  await world.request('POST', '/api/templates/email/upsert', project, { ...body, clientTemplateId: 'for-a-moment' });
  const { templateId: id } = held().at(-1) ?? {};
  await edit('email', String(id), { clientTemplateId: of, name: body.name });
}

describe('a message at Iterable', () => {
  it('is an email template with a field for each of its parts, marked in its name', async () => {
    const sender = { address: 'orders@acme.example', name: 'Acme', replyTo: 'help@acme.example' };
    const fields: Message['fields'] = { ...message().fields, preheader: 'Soon' };
    const payload = iterable.encode(message({ fields }), { ...tenant, senders: { transactional: sender } });
    await workspace().put(name, payload);
    expect(held()).toEqual([
      expect.objectContaining({
        clientTemplateId: name,
        name: `${name} ${formatMarker(markerFor('acme-messaging', digestOf(payload)))}`,
        medium: 'Email',
        topic: 'Orders',
        subject: fields.subject,
        preheaderText: 'Soon',
        html: fields.html,
        plainText: fields.text,
        fromName: 'Acme',
        fromEmail: 'orders@acme.example',
        replyToEmail: 'help@acme.example',
      }),
    ]);
  });

  it('is a push template that opens one address everywhere, or a text message', async () => {
    await put('Soon there', { channel: 'push' }, 'arriving.en');
    await put('Your code', { channel: 'sms' }, 'code.en');
    expect(held()).toEqual([
      expect.objectContaining({
        medium: 'Push',
        title: 'On its way',
        message: 'Soon there',
        deeplink: { ios: 'acme://order', android: 'acme://order' },
      }),
      expect.objectContaining({ medium: 'SMS', message: 'Your code' }),
    ]);
  });

  it('comes back as it is where somebody has changed it', async () => {
    const push = await put('Soon there', { channel: 'push' });
    await edit('push', push.id, { deeplink: { ios: 'acme://a', android: 'acme://b' } });
    expect(await workspace().read(push)).toMatchObject({ fields: { link: 'acme://a acme://b' } });
    const email = await put('Hello', {}, 'welcome.en');
    const { messageTypes } = (await (await world.request('GET', '/api/messageTypes', project)).json()) as {
      messageTypes: { id: number; name: string }[];
    };
    await edit('email', email.id, { messageTypeId: messageTypes.find((type) => type.name === 'News')?.id });
    expect(await workspace().read(email)).toMatchObject({ topic: 'news', category: 'marketing' });
  });

  it('keeps what else people have set, and loses nothing when it is emptied', async () => {
    const ref = await put('One', { channel: 'sms' });
    await edit('sms', ref.id, { imageUrl: 'https://cdn.example/a.png' });
    await put('', { channel: 'sms' });
    expect(held()).toEqual([expect.objectContaining({ message: '', imageUrl: 'https://cdn.example/a.png' })]);
  });

  it('is refused without a sender, before anything is written', async () => {
    const payload = iterable.encode(message(), { ...tenant, senders: {} });
    await expect(workspace().put(name, payload)).rejects.toMatchObject({ failure: 'rejected' });
    expect(held()).toEqual([]);
  });

  it('becomes one of another channel without leaving the one before behind', async () => {
    const email = await put('One');
    const sms = await workspace().put(name, payloadOf(iterable, 'Two', { channel: 'sms' }), email);
    expect(held()).toEqual([expect.objectContaining({ medium: 'SMS', message: 'Two', templateId: Number(sms.id) })]);
  });

  it('is ours by the record where somebody has changed its name', async () => {
    const ref = await put('One');
    await edit('email', ref.id, { name: 'Nicer' });
    await expect(put('Two')).rejects.toMatchObject({ failure: 'foreign', message: expect.stringContaining('marker') });
    expect(await workspace().put(name, payloadOf(iterable, 'Two'), ref)).toMatchObject({ id: ref.id });
    expect(texts()).toEqual(['Two']);
  });
});

describe('message types', () => {
  it('are found by topic, channel and category; one that is missing is said how to create', async () => {
    const put = workspace().put(name, payloadOf(iterable, 'One', { topic: 'winback', category: 'marketing' }));
    await expect(put).rejects.toMatchObject({
      failure: 'rejected',
      message: expect.stringMatching(/topic “winback” of marketing email .* Create one named “winback”/),
    });
    expect(held()).toEqual([]);
  });
});

describe('several templates of one name', () => {
  it('are changed together, the first being the message’s own, and the others tidied away', async () => {
    const ref = await put('One');
    await twin();
    expect(await put('Two')).toMatchObject({ id: ref.id });
    expect(texts()).toEqual(['Two', 'Two']);
    await workspace().tidy?.();
    expect(held().map(({ templateId }) => String(templateId))).toEqual([ref.id]);
  });

  it('of which a listing still shows one that is gone keep the other', async () => {
    const ref = await put('One');
    await twin();
    world.emulator.settings.listingDelay = 60_000;
    await world.request('POST', '/api/templates/bulkDelete', project, { ids: [Number(ref.id)] });
    const other = workspace();
    await all(other.list());
    await other.tidy?.();
    expect(texts()).toEqual(['One']);
  });

  it('are refused where one of them is somebody else’s', async () => {
    const ref = await put('One');
    await twin();
    await edit('email', String(held().at(-1)?.templateId), { name: 'By hand' });
    await expect(put('Two')).rejects.toMatchObject({ failure: 'foreign' });
    expect(texts()).toEqual(['One', 'One']);
    await workspace().archive(ref);
    expect(held()).toEqual([expect.objectContaining({ name: 'By hand' })]);
  });

  it('that campaigns made are changed with it, and are no messages of their own', async () => {
    const ref = await put('One');
    await useInCampaign(world, project, ref.id);
    await put('Two');
    expect(texts()).toEqual(['Two', 'Two']);
    expect((await all(workspace().list())).map(({ id }) => id)).toEqual([ref.id]);
    const before = writesOf(world).length;
    await put('Two');
    await workspace().tidy?.();
    expect(writesOf(world)).toHaveLength(before);
  });

  it('that campaigns made are released when it is archived, and keep what they send', async () => {
    const ref = await put('One');
    await useInCampaign(world, project, ref.id);
    await workspace().archive(ref);
    expect(held()).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^archived order-confirmation\.en/), html: 'One' }),
    ]);
    expect((await all(workspace().list())).filter(({ marker }) => marker)).toEqual([]);
    const again = await put('Three');
    expect(again.id).not.toBe(ref.id);
    expect(texts()).toEqual(['One', 'Three']);
  });

  it('that can neither be deleted nor released are said, with what to do', async () => {
    const { vendor } = world.emulator;
    const handle = vendor.handle.bind(vendor);
    vendor.handle = (request) => {
      const isUpdate = request.path.endsWith('/update') && typeof request.body === 'object';
      return handle(
        isUpdate ? { ...request, body: { ...request.body, clientTemplateId: null } as JsonObject } : request,
      );
    };
    const ref = await put('One');
    await useInCampaign(world, project, ref.id);
    await expect(workspace().archive(ref)).rejects.toMatchObject({
      failure: 'rejected',
      message: expect.stringMatching(/^iterable-us\/8575: a campaign uses the template \d+/),
    });
  });

  it('that only a campaign uses are still the message', async () => {
    const ref = await put('One');
    await useInCampaign(world, project, ref.id);
    await world.request('POST', '/api/templates/bulkDelete', project, { ids: [Number(ref.id)] });
    const [left] = await all(workspace().list());
    expect(left).toMatchObject({ name, marker: { repository: 'acme-messaging' } });
    expect(await put('Two')).toMatchObject({ id: left?.id });
    expect(texts()).toEqual(['Two']);
  });

  it('with a name of ours that is a copy of another’s is none of ours', async () => {
    const ref = await put('One');
    await twin('copied-by-hand');
    const listed = await all(workspace().list());
    expect(listed.map((object) => [object.name, object.marker !== undefined])).toEqual([
      [name, true],
      ['copied-by-hand', false],
    ]);
    await workspace().tidy?.();
    expect(await workspace().read(ref)).toBeDefined();
    expect(held()).toHaveLength(2);
  });
});

describe('whose project it is', () => {
  it('is told by the snippet that names it, and asked for with one read', async () => {
    expect(await workspace().identify()).toEqual({ account: 'iterable-us', workspace: project });
    expect(world.emulator.requests.map(({ path }) => path)).toEqual(['/api/snippets/tenantry']);
  });

  it('is the key’s, wherever the key is filed', async () => {
    world.credential = JSON.stringify({ [project]: keyOf(projects[1]) });
    expect(await workspace().identify()).toEqual({ account: 'iterable-us', workspace: projects[1] });
  });

  it('is asked of somebody who can create the snippet where there is none', async () => {
    await world.request('DELETE', '/api/snippets/tenantry', project);
    await expect(workspace().identify()).rejects.toMatchObject({
      failure: 'not-found',
      message: expect.stringMatching(/^iterable-us\/8575 has no snippet named “tenantry”.*Create one/),
    });
  });

  it('is not told to a key that is no key', async () => {
    world.credential = JSON.stringify({ [project]: 'canary' });
    await expect(workspace().identify()).rejects.toMatchObject({ failure: 'credentials' });
  });
});

describe('a vendor in trouble', () => {
  it('is not called more often than a project may', async () => {
    world.emulator.settings.rate = { per: 'key', limit: 100, seconds: 1 };
    const account = world.open({ runtime: systemRuntime });
    const calls = Array.from({ length: 150 }, () => account.workspace(project).identify());
    await Promise.all(calls);
    expect(world.emulator.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('that is slow to show what it holds is asked again', async () => {
    const read = { method: 'GET', path: '/api/templates/email/get', kind: 'status', status: 404, times: 2 } as const;
    world.emulator.faults.add(read);
    const ref = await put('One');
    expect(await workspace().read(ref)).toEqual(payloadOf(iterable, 'One'));
    expect(held()).toHaveLength(1);
  });

  it('that never shows what it was given is not believed to hold it', async () => {
    world.emulator.faults.add({ method: 'GET', path: '/api/templates/email/get', kind: 'status', status: 404 });
    const message = expect.stringContaining('does not return what it holds as “order-confirmation.en”');
    await expect(put('One')).rejects.toMatchObject({ failure: 'unavailable', message });
    expect(held()).toHaveLength(1);
  });

  it('that carries a creation out and says nothing makes no second one', async () => {
    const path = '/api/templates/email/upsert';
    world.emulator.faults.add({ kind: 'reset', carriedOut: true, times: 1, method: 'POST', path });
    await put('One');
    expect(held()).toHaveLength(1);
    expect(world.emulator.requests.filter((request) => request.path === path)).toHaveLength(1);
  });

  it.each([
    ['a listing that ends early', { templates: [], totalTemplatesCount: 3 }],
    ['a listing without end', { templates: [], nextPageUrl: 'https://elsewhere.invalid/' }],
    ['a template without an id', { templates: [{ name: 'x' }] }],
    ['something other than what was asked for', []],
  ])('is told to answer with %s', async (words, answer) => {
    const vendor = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    const account = iterable.open(
      'it',
      { provider: 'iterable', credentials: { env: 'KEY' }, options: { host } },
      { repository: 'r', root: '/', credential: () => 'key', patience: impatient, runtime: hasty() },
    );
    await expect(all(account.workspace('1').list())).rejects.toMatchObject({
      failure: 'unavailable',
      message: expect.stringContaining(words),
    });
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
  });

  it('that answers with an error and success in one is not believed', async () => {
    const refusal = { code: 'BadParams', msg: `you sent ${keyOf(project)}` };
    const vendor = createServer((_, response) => response.writeHead(200).end(JSON.stringify(refusal)));
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const { IterableApi } = await import('../../src/providers/iterable/api.ts');
    const { AccountClient } = await import('../../src/providers/http/connect.ts');
    const origin = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    const client = new AccountClient(
      { vendor: 'Iterable', account: 'it', origin, limits: iterable.limits, wordsOf: () => undefined },
      { repository: 'r', root: '/', credential: () => undefined },
    ).workspace('1', async () => ({ auth: {}, scope: {}, secrets: [] }));
    await expect(new IterableApi(client).upsert('sms', {}, true)).rejects.toMatchObject({
      failure: 'rejected',
      message: 'Iterable answers POST /api/templates/sms/upsert with BadParams. Deploy again later.',
    });
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
  });
});

/** Time that passes at once. */
function hasty() {
  let now = 0;
  return {
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
