import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedPostmark, serverToken } from '../../src/emulators/postmark/postmark.ts';

const tokenOf = (server: string) => serverToken('key', server);
const welcome = { Name: 'Welcome', Alias: 'welcome', Subject: 'Hi {{name}}', HtmlBody: '<p>{{name}}</p>' };
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator(emulatedPostmark({ key: 'key' }));
  for (const name of ['acme', 'bolt', '1234567']) emulator.vendor.addWorkspace(name);
});
afterEach(() => emulator.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

async function ask(method: string, path: string, body?: unknown, token: string | undefined = tokenOf('acme')) {
  const response = await fetch(emulator.url + path, {
    method,
    headers: token === undefined ? {} : { 'X-Postmark-Server-Token': token },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as JsonObject };
}

const codeOf = ({ status, body }: Answer) => [status, body.ErrorCode];
const list = (query: string, token?: string) => ask('GET', `/templates?${query}`, undefined, token);

describe('an emulated Postmark', () => {
  it('knows a server by its token alone, whatever case that is in', async () => {
    const names = async (token: string) => (await ask('GET', '/server', undefined, token)).body;
    expect(await names(tokenOf('acme'))).toMatchObject({ Name: 'acme', ID: 1_000_001 });
    expect(await names(tokenOf('bolt').toUpperCase())).toMatchObject({ Name: 'bolt', ApiTokens: [tokenOf('bolt')] });
    expect(await names(tokenOf('1234567'))).toMatchObject({ Name: 'Server 1234567', ID: 1_234_567 });
    expect(tokenOf('acme')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['that is unknown', tokenOf('nobody')],
    ['that is empty', ''],
  ])('refuses a token %s', async (_, token) => {
    for (const path of ['/server', '/templates?count=1&offset=0', '/templates/1']) {
      expect(codeOf(await ask('GET', path, undefined, token))).toEqual([401, 10]);
    }
  });

  it('keeps servers apart', async () => {
    const { TemplateId: id } = (await ask('POST', '/templates', welcome)).body;
    for (const which of [id, 'welcome']) {
      expect(codeOf(await ask('GET', `/templates/${which}`, undefined, tokenOf('bolt')))).toEqual([422, 1101]);
      expect(codeOf(await ask('DELETE', `/templates/${which}`, undefined, tokenOf('bolt')))).toEqual([422, 1101]);
    }
    expect((await ask('POST', '/templates', welcome, tokenOf('bolt'))).status).toBe(200);
    expect((await list('count=10&offset=0')).body.TotalCount).toBe(1);
  });

  it('shows a template by id and by alias, changes it, and deletes it', async () => {
    const made = await ask('POST', '/templates', welcome);
    const { TemplateId: id } = made.body;
    const record = { TemplateId: id, Alias: 'welcome', Active: true, TemplateType: 'Standard', LayoutTemplate: null };
    expect(made.body).toEqual({ ...record, Name: 'Welcome' });
    const held = { ...record, ...welcome, TextBody: null, AssociatedServerId: 1_000_001 };
    expect((await ask('GET', `/templates/${id}`)).body).toEqual(held);
    expect((await ask('PUT', '/templates/welcome', { Name: 'New', Alias: 'hello' })).body).toMatchObject({
      Name: 'New',
    });
    expect((await ask('GET', '/templates/hello')).body).toEqual({ ...held, Name: 'New', Alias: 'hello' });
    expect(codeOf(await ask('DELETE', '/templates/hello'))).toEqual([200, 0]);
    expect(codeOf(await ask('GET', `/templates/${id}`))).toEqual([422, 1101]);
  });

  it('lists in pages that have to be asked for, layouts included', async () => {
    for (let index = 0; index < 4; index++) await ask('POST', '/templates', { ...welcome, Alias: `welcome-${index}` });
    await ask('POST', '/templates', {
      Name: 'Frame',
      Alias: 'frame',
      TemplateType: 'Layout',
      HtmlBody: '<body>{{{@content}}}</body>',
    });
    for (const query of ['', 'count=10', 'offset=0', 'count=501&offset=0', 'count=0&offset=0', 'count=1&offset=-1']) {
      expect(codeOf(await list(query)), query).toEqual([422, 1100]);
    }
    const aliases = async (query: string) => {
      const { TotalCount: total, Templates: templates } = (await list(query)).body;
      return [total, (templates as readonly JsonObject[]).map(({ Alias }) => Alias)];
    };
    expect(await aliases('count=3&offset=0')).toEqual([5, ['welcome-0', 'welcome-1', 'welcome-2']]);
    expect(await aliases('Count=3&Offset=3')).toEqual([5, ['welcome-3', 'frame']]);
    expect(await aliases('count=3&offset=9')).toEqual([5, []]);
    expect(await aliases('count=9&offset=0&templateType=Layout')).toEqual([1, ['frame']]);
  });

  it.each([
    [402, 'what is not JSON', '{"Name": '],
    [402, 'a text that is none', { ...welcome, HtmlBody: 1 }],
    [1109, 'no body', []],
    [1120, 'no name', { ...welcome, Name: '' }],
    [1120, 'no subject', { ...welcome, Subject: undefined }],
    [1120, 'no content', { ...welcome, HtmlBody: '' }],
    [1121, 'a name that is too long', { ...welcome, Name: 'x'.repeat(101) }],
    [1121, 'content that is too long', { ...welcome, HtmlBody: 'ü'.repeat(2_621_441) }],
    [1122, 'an alias that begins with a digit', { ...welcome, Alias: '2fa' }],
    [1122, 'an alias with a space', { ...welcome, Alias: 'wel come' }],
    [1122, 'another kind of template', { ...welcome, TemplateType: 'Snippet' }],
    [1122, 'a block that is not closed', { ...welcome, HtmlBody: '{{#name}}' }],
    [1122, 'a block that is not open', { ...welcome, Subject: '{{/name}}' }],
    [1122, 'a path that is none', { ...welcome, TextBody: '{{ first name }}' }],
    [1122, 'a loop over nothing', { ...welcome, TextBody: '{{#each}}{{/each}}' }],
    [1101, 'a layout that there is not', { ...welcome, LayoutTemplate: 'frame' }],
  ])('refuses with %i: %s', async (code, _, body) => {
    expect(codeOf(await ask('POST', '/templates', body))).toEqual([422, code]);
    await ask('POST', '/templates', { ...welcome, Alias: 'there' });
    const changed = await ask('PUT', '/templates/there', body);
    // A change says nothing of the kind, and what it does not say stays.
    if (_ === 'another kind of template' || _ === 'no subject') expect(changed.status).toBe(200);
    else expect(codeOf(changed)).toEqual([422, code]);
  });

  it('has one template of an alias', async () => {
    await ask('POST', '/templates', welcome);
    await ask('POST', '/templates', { ...welcome, Alias: 'other' });
    for (const answer of [
      await ask('POST', '/templates', welcome),
      await ask('PUT', '/templates/other', { Alias: 'welcome' }),
    ]) {
      expect(codeOf(answer)).toEqual([422, 1122]);
      expect(answer.body.Message).toContain('already in use');
    }
    expect((await ask('PUT', '/templates/welcome', welcome)).status).toBe(200);
  });

  it('holds 100 templates, and is then full', async () => {
    for (let index = 0; index < 100; index++)
      await ask('POST', '/templates', { ...welcome, Alias: `welcome-${index}` });
    expect(codeOf(await ask('POST', '/templates', welcome))).toEqual([422, 1105]);
    expect((await ask('POST', '/templates', welcome, tokenOf('bolt'))).status).toBe(200);
    await ask('DELETE', '/templates/welcome-7');
    expect((await ask('POST', '/templates', welcome)).status).toBe(200);
  });

  it('renders what it is asked to try, and never a comment', async () => {
    const { body } = await ask('POST', '/templates/validate', {
      Subject: 'Hi {{name}}{{! tenantry "topic":"orders" }}',
      HtmlBody: '{{#each items}}<i>{{.}}</i>{{/each}}',
      TextBody: '{{/name}}',
      TestRenderModel: { name: '<Ada>', items: [] },
    });
    expect(body).toMatchObject({
      AllContentIsValid: false,
      Subject: { ContentIsValid: true, RenderedContent: 'Hi &lt;Ada&gt;' },
      HtmlBody: { ContentIsValid: true, RenderedContent: '' },
      TextBody: { ContentIsValid: false, ValidationErrors: [{ Message: expect.stringContaining('{{/name}}') }] },
    });
    expect(codeOf(await ask('GET', '/templates/validate'))).toEqual([422, 1109]);
  });

  it('has no other addresses', async () => {
    for (const [method, path] of [
      ['GET', '/other'],
      ['PUT', '/server'],
      ['DELETE', '/templates'],
      ['GET', '/templates/1/versions'],
    ] as const) {
      expect((await ask(method, path)).status, path).toBe(404);
    }
  });

  it('says neither its limit nor when to come back', async () => {
    emulator.settings.rate = { per: 'workspace', limit: 1, seconds: 3600 };
    const answers = [await ask('GET', '/server'), await ask('GET', '/server')];
    expect(answers.map(codeOf)).toEqual([
      [200, undefined],
      [429, 429],
    ]);
    for (const { headers } of answers) {
      expect([...headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
    }
    expect((await ask('GET', '/server', undefined, tokenOf('bolt'))).status).toBe(200);
  });

  it.each([
    [401, 10],
    [429, 429],
    [500, 300],
    [503, 100],
  ])('fails with %i in its own words when it is told to', async (status, code) => {
    emulator.faults.add({ kind: 'status', status, words: 'out of order', times: 1 });
    const answer = await ask('GET', '/server');
    expect(codeOf(answer)).toEqual([status, code]);
    expect(answer.body.Message).toBe('out of order');
  });
});
