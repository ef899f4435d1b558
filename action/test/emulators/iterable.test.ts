import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { emulatedIterable, projectKey } from '../../src/emulators/iterable/iterable.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';

const key = projectKey('secret', '8575');
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator(emulatedIterable({ key: 'secret', topics: ['Orders'], capacity: 5 }));
  for (const project of ['8575', '8576']) emulator.vendor.addWorkspace(project);
});
afterEach(() => emulator.close());

async function ask(method: string, path: string, body?: unknown, by: string | undefined = key) {
  const response = await fetch(emulator.url + path, {
    method,
    headers: by === '' ? {} : { 'api-key': by },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as JsonObject };
}

const upsert = (body: object, channel = 'email', by?: string) =>
  ask('POST', `/api/templates/${channel}/upsert`, body, by);
const list = (query = '') => ask('GET', `/api/templates${query}`);

async function idOf(clientTemplateId: string): Promise<number> {
  const { body } = await ask('GET', `/api/templates/getByClientTemplateId?clientTemplateId=${clientTemplateId}`);
  return Number((body.templates as readonly JsonObject[])[0]?.templateId);
}

const get = (id: number, channel = 'email') => ask('GET', `/api/templates/${channel}/get?templateId=${id}`);

describe('an emulated Iterable', () => {
  it('keeps projects apart by their keys, and refuses any other key', async () => {
    await upsert({ clientTemplateId: 'a', subject: 'Hello' });
    await upsert({ clientTemplateId: 'b' }, 'email', projectKey('secret', '8576'));
    expect((await list()).body).toMatchObject({ totalTemplatesCount: 1, templates: [{ clientTemplateId: 'a' }] });
    for (const by of ['', 'secret', 'secret-8577']) {
      expect(await ask('GET', '/api/templates', undefined, by)).toMatchObject({
        status: 401,
        body: { code: 'BadApiKey', msg: expect.any(String), params: null },
      });
    }
    const id = await idOf('a');
    const other = `/api/templates/email/get?templateId=${id}`;
    expect(await ask('GET', other, undefined, projectKey('secret', '8576'))).toMatchObject({ status: 404 });
  });

  it('creates what there is not, and changes all that there is, only the fields given', async () => {
    const made = await upsert({ clientTemplateId: 'a', subject: 'Hello', html: '<p>1</p>' });
    expect(made.body).toEqual({ code: 'Success', msg: expect.stringMatching(/IDs: \d+$/), params: null });
    await upsert({ clientTemplateId: 'b', subject: 'Other' });
    await ask('POST', '/api/templates/email/update', { templateId: await idOf('b'), clientTemplateId: 'a' });
    await upsert({ clientTemplateId: 'a', html: '<p>2</p>' });
    const { templates } = (await list()).body as { templates: { templateId: number }[] };
    const held = await Promise.all(templates.map(async ({ templateId }) => (await get(templateId)).body));
    expect(held.map(({ subject, html }) => [subject, html])).toEqual([
      ['Hello', '<p>2</p>'],
      ['Other', '<p>2</p>'],
    ]);
  });

  it('deletes what no campaign uses, and says what it left', async () => {
    await upsert({ clientTemplateId: 'a', subject: 'Hello' });
    const id = await idOf('a');
    const { body } = await ask('POST', '/api/campaigns/create', { name: 'Autumn', templateId: id });
    const { templates } = (await list()).body as { templates: { templateId: number; campaignId?: number }[] };
    const copy = templates.find(({ campaignId }) => campaignId === body.campaignId)?.templateId;
    const deleted = await ask('POST', '/api/templates/bulkDelete', { ids: [id, copy] });
    expect(deleted.body).toEqual({ success: [id], failed: [copy], failureReason: expect.any(String) });
    expect((await get(id)).status).toBe(404);
    expect((await get(Number(copy))).body).toMatchObject({ subject: 'Hello', campaignId: body.campaignId });
    expect((await list('?templateType=Base')).body.templates).toEqual([]);
  });

  it('lists page by page, by medium, and late where it is told to', async () => {
    for (const name of ['a', 'b', 'c']) await upsert({ clientTemplateId: name });
    await upsert({ clientTemplateId: 'd', message: 'Hi' }, 'sms');
    const first = await list('?messageMedium=Email&pageSize=2&page=1');
    expect(first.body).toMatchObject({ totalTemplatesCount: 3, nextPageUrl: expect.stringContaining('page=2') });
    const second = await list('?messageMedium=Email&pageSize=2&page=2');
    expect(second.body).toMatchObject({ templates: [{ clientTemplateId: 'c' }] });
    expect(second.body.nextPageUrl).toBeUndefined();
    emulator.settings.listingDelay = 60_000;
    await upsert({ clientTemplateId: 'e' });
    expect((await list('?messageMedium=Email')).body.totalTemplatesCount).toBe(3);
    expect((await get(await idOf('e'))).status).toBe(200);
  });

  it('has what somebody would make in a project: channels, message types and a snippet that names it', async () => {
    const { messageTypes } = (await ask('GET', '/api/messageTypes')).body as { messageTypes: JsonObject[] };
    const { channels } = (await ask('GET', '/api/channels')).body as { channels: JsonObject[] };
    expect(messageTypes).toHaveLength(channels.length);
    expect((await ask('GET', '/api/snippets/tenantry')).body).toMatchObject({ snippet: { projectId: 8575 } });
    const made = await ask('POST', '/api/snippets', { name: 'footer', content: 'Bye' });
    expect(made.status).toBe(201);
    expect((await ask('GET', `/api/snippets/${made.body.snippetId}`)).body).toMatchObject({
      snippet: { name: 'footer' },
    });
    expect((await ask('GET', '/api/snippets')).body.snippets).toHaveLength(2);
    expect((await ask('DELETE', '/api/snippets/footer')).status).toBe(200);
    expect((await ask('GET', '/api/snippets/footer')).status).toBe(404);
  });

  it('makes later projects like the ones before', async () => {
    const response = await fetch(`${emulator.url}/_emulator/workspaces`, { method: 'POST', body: '{"name": "acme"}' });
    expect(response.status).toBe(204);
    const by = projectKey('secret', 'acme');
    const { messageTypes } = (await ask('GET', '/api/messageTypes', undefined, by)).body;
    expect(messageTypes).toContainEqual(expect.objectContaining({ name: 'Orders' }));
    expect((await ask('GET', '/api/snippets/tenantry', undefined, by)).body).toMatchObject({
      snippet: { projectId: expect.any(Number) },
    });
  });

  it('tells nothing of its limits but that one is reached', async () => {
    emulator.settings.rate = { per: 'key', limit: 1, seconds: 3600 };
    expect((await list()).headers.get('x-ratelimit-limit')).toBeNull();
    expect(await list()).toMatchObject({ status: 429, body: { code: 'RateLimitExceeded' } });
  });

  it('is full where it is told how much fits', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await upsert({ clientTemplateId: name });
    expect(await upsert({ clientTemplateId: 'f' })).toMatchObject({ status: 400, body: { code: 'BadParams' } });
    expect(await upsert({ clientTemplateId: 'e', subject: 'Still' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['no clientTemplateId', {}, 'BadParams'],
    ['a name too long', { clientTemplateId: 'a', name: 'x'.repeat(256) }, 'BadParams'],
    ['a field that is no text', { clientTemplateId: 'a', subject: 1 }, 'BadParams'],
    ['a field that is no object', { clientTemplateId: 'a', campaignDataFields: 'x' }, 'BadParams'],
    ['no address', { clientTemplateId: 'a', fromEmail: 'x' }, 'InvalidEmailAddressError'],
    ['a message type of nobody', { clientTemplateId: 'a', messageTypeId: 1 }, 'BadParams'],
    ['no JSON', '{', 'BadJsonBody'],
    ['no object', [], 'BadParams'],
  ])('refuses a template with %s', async (_, body, code) => {
    expect(await upsert(body as object)).toMatchObject({ status: 400, body: { code } });
    expect((await list()).body.totalTemplatesCount).toBe(0);
  });

  it('refuses a message type of another medium', async () => {
    const { messageTypes } = (await ask('GET', '/api/messageTypes')).body as { messageTypes: JsonObject[] };
    const [{ id } = {}] = messageTypes;
    expect((await upsert({ clientTemplateId: 'a', messageTypeId: id })).status).toBe(200);
    expect((await upsert({ clientTemplateId: 'b', messageTypeId: id }, 'push')).status).toBe(400);
  });

  it.each([
    ['GET', '/api/templates?pageSize=1001', 400],
    ['GET', '/api/templates?page=0', 400],
    ['GET', '/api/templates?messageMedium=Fax', 400],
    ['GET', '/api/templates?templateType=Odd', 400],
    ['GET', '/api/templates/getByClientTemplateId', 400],
    ['GET', '/api/templates/email/get?templateId=x', 400],
    ['GET', '/api/templates/push/get?templateId=1', 404],
    ['GET', '/api/templates/fax/get?templateId=1', 404],
    ['PUT', '/api/templates/email/upsert', 404],
    ['PUT', '/api/snippets/tenantry', 404],
    ['GET', '/api/elsewhere', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await ask(method, path)).status).toBe(status);
  });

  it.each([
    ['/api/templates/email/update', { templateId: 1 }],
    ['/api/templates/bulkDelete', { ids: [] }],
    ['/api/templates/bulkDelete', { ids: ['1'] }],
    ['/api/snippets', { name: 'x' }],
    ['/api/snippets', { name: 'tenantry', content: 'x' }],
    ['/api/campaigns/create', { name: 'x', templateId: 1 }],
  ])('refuses POST %s of %j', async (path, body) => {
    expect(await ask('POST', path, body)).toMatchObject({ status: 400, body: { code: 'BadParams' } });
  });
});
