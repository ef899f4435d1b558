import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';

const key = 'SG.parent';
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [key], subuserKeys: { bolt: 'SG.bolt' } }));
  for (const name of ['acme', 'bolt']) emulator.vendor.addWorkspace(name);
});
afterEach(() => emulator.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json(): unknown;
}

async function ask(method: string, path: string, workspace?: string, body?: unknown, by = key): Promise<Answer> {
  const response = await fetch(emulator.url + path, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${by}`, ...(workspace !== undefined && { 'on-behalf-of': workspace }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

const who = (workspace?: string, by?: string) => ask('GET', '/v3/user/username', workspace, undefined, by);
const control = (method: string, what: string, body?: unknown) => ask(method, `/_emulator${what}`, undefined, body);
const template = (name: string, workspace?: string) =>
  ask('POST', '/v3/templates', workspace, { name, generation: 'dynamic' });
const list = (query: string, workspace = 'acme') => ask('GET', `/v3/templates?generations=dynamic&${query}`, workspace);

describe('an emulated SendGrid', () => {
  it('keeps subusers apart, and takes a call without scoping for the parent’s', async () => {
    expect((await who('acme')).json()).toEqual({ username: 'acme', user_id: 2 });
    expect((await who()).json()).toEqual({ username: 'larder', user_id: 1 });
    expect((await who(undefined, 'SG.bolt')).json()).toEqual({ username: 'bolt', user_id: 3 });
    await template('in-acme', 'acme');
    await template('in-parent');
    const names = async (workspace?: string) => {
      const answer = await ask('GET', '/v3/templates?generations=dynamic&page_size=10', workspace);
      return (answer.json() as { result: { name: string }[] }).result.map(({ name }) => name);
    };
    expect([await names('acme'), await names('bolt'), await names()]).toEqual([['in-acme'], [], ['in-parent']]);
  });

  it.each([
    ['a wrong key', undefined, 'SG.wrong', 401],
    ['a subuser that there is not', 'nobody', key, 401],
    ['another subuser’s key', 'acme', 'SG.bolt', 403],
  ])('refuses %s', async (_, workspace, by, status) => {
    const answer = await who(workspace, by);
    expect(answer.status).toBe(status);
    expect(answer.json()).toEqual({ errors: [{ field: null, message: expect.any(String) }] });
  });

  it('lists in pages that have to be asked for', async () => {
    for (let index = 0; index < 5; index++) await template(`template-${index}`, 'acme');
    expect((await list('')).status).toBe(400);
    expect((await list('page_size=201')).status).toBe(400);
    const first = (await list('page_size=3')).json() as {
      result: unknown[];
      _metadata: { next: string; count: number };
    };
    expect([first.result.length, first._metadata.count]).toEqual([3, 5]);
    const token = new URL(first._metadata.next).searchParams.get('page_token');
    const second = (await list(`page_size=3&page_token=${token}`)).json() as { result: unknown[]; _metadata: object };
    expect(second.result).toHaveLength(2);
    expect(second._metadata).not.toHaveProperty('next');
    expect((await list('page_size=3&page_token=x')).status).toBe(400);
  });

  it('has one active version of each template', async () => {
    const { id } = (await template('welcome', 'acme')).json() as { id: string };
    const add = async (name: string, active: 0 | 1) =>
      (await ask('POST', `/v3/templates/${id}/versions`, 'acme', { name, subject: 'Hello', active })).json() as {
        id: string;
      };
    const active = async () => {
      const { versions } = (await ask('GET', `/v3/templates/${id}`, 'acme')).json() as {
        versions: { name: string; active: number }[];
      };
      return versions.filter((version) => version.active === 1).map((version) => version.name);
    };
    const one = await add('one', 0);
    expect(await active()).toEqual(['one']);
    await add('two', 1);
    await add('three', 0);
    expect(await active()).toEqual(['two']);
    await ask('POST', `/v3/templates/${id}/versions/${one.id}/activate`, 'acme');
    expect(await active()).toEqual(['one']);
  });

  it.each([
    ['name', {}],
    ['name', { name: 'x'.repeat(101), subject: 'x' }],
    ['subject', { name: 'x' }],
    ['subject', { name: 'x', subject: 'x'.repeat(256) }],
    ['html_content', { name: 'x', subject: 'x', html_content: 'ü'.repeat(524_289) }],
    ['active', { name: 'x', subject: 'x', active: true }],
  ])('refuses a version for its %s', async (field, body) => {
    const { id } = (await template('welcome', 'acme')).json() as { id: string };
    const answer = await ask('POST', `/v3/templates/${id}/versions`, 'acme', body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({ errors: [{ field, message: expect.any(String) }] });
  });

  it('holds 300 templates, and is then full', async () => {
    for (let index = 0; index < 300; index++) await template(`template-${index}`, 'acme');
    expect((await template('one-more', 'acme')).status).toBe(400);
    expect((await template('one', 'bolt')).status).toBe(201);
  });
});

describe('an emulator', () => {
  it('counts calls by workspace or by key, and tells of it in every answer', async () => {
    emulator.settings.rate = { per: 'workspace', limit: 2, seconds: 3600 };
    const answers = [await who('acme'), await who('acme'), await who('acme'), await who('bolt')];
    expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([
      [200, '1'],
      [200, '0'],
      [429, '0'],
      [200, '1'],
    ]);
    expect(answers[2]!.json()).toEqual({ errors: [{ field: null, message: 'too many requests' }] });
    emulator.settings.rate = { per: 'key', limit: 2, seconds: 3600 };
    expect([(await who('acme')).status, (await who('bolt')).status, (await who()).status]).toEqual([200, 200, 429]);
  });

  it.each([
    [{ kind: 'status', status: 503, retryAfter: '7' }, 503],
    [{ kind: 'html', status: 502 }, 502],
    [{ kind: 'nonsense' }, 200],
    [{ kind: 'redirect' }, 302],
  ] as const)('fails as it is told: %j', async (fault, status) => {
    await control('POST', '/faults', { ...fault, workspace: 'acme', times: 1, skip: 1 });
    expect((await who('acme')).status).toBe(200);
    const answer = await who('acme');
    expect(answer.status).toBe(status);
    expect(() => answer.json()).toSatisfy((parse: () => unknown) => {
      if (fault.kind === 'status') return answer.headers.get('retry-after') === '7' && typeof parse() === 'object';
      try {
        parse();
        return false;
      } catch {
        return true;
      }
    });
    expect((await who('acme')).status).toBe(200);
    expect((await who('bolt')).status).toBe(200);
  });

  it('cuts connections, and may have carried out what it does not answer', async () => {
    emulator.faults.add({ kind: 'reset', method: 'POST', carriedOut: true, times: 1 });
    await expect(template('welcome', 'acme')).rejects.toThrow('fetch failed');
    emulator.faults.add({ kind: 'reset', method: 'POST', times: 1 });
    await expect(template('welcome', 'acme')).rejects.toThrow('fetch failed');
    expect((await control('GET', '/contents/acme')).json()).toHaveLength(1);
  });

  it('shows what was created or deleted only after a while, if told to', async () => {
    await control('PATCH', '/settings', { listingDelay: 3_600_000 });
    const { id } = (await template('welcome', 'acme')).json() as { id: string };
    const count = async () => ((await list('page_size=10')).json() as { result: unknown[] }).result.length;
    expect(await count()).toBe(0);
    expect((await ask('GET', `/v3/templates/${id}`, 'acme')).status).toBe(200);
    await control('PATCH', '/settings', { listingDelay: 0 });
    await template('second', 'acme');
    expect(await count()).toBe(1);
  });

  it('says what it was asked, and what it holds', async () => {
    await control('POST', '/workspaces', { name: 'cafe' });
    await who('cafe');
    expect((await control('GET', '/requests')).json()).toEqual([
      expect.objectContaining({ method: 'GET', path: '/v3/user/username', workspace: 'cafe', status: 200 }),
    ]);
    expect((await control('GET', '')).json()).toMatchObject({
      vendor: 'sendgrid',
      workspaces: ['acme', 'bolt', 'cafe'],
    });
    expect((await control('DELETE', '/requests')).status).toBe(204);
    expect(emulator.requests).toEqual([]);
    for (const [what, body] of [
      ['/faults', { kind: 'other' }],
      ['/workspaces', {}],
    ] as const) {
      expect((await control('POST', what, body)).status).toBe(400);
    }
    expect((await control('GET', '/contents/nobody')).status).toBe(404);
    expect((await control('GET', '/other')).status).toBe(404);
  });
});
