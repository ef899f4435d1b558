import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/config/model.ts';
import { digestOf, type Json, type JsonObject } from '../../src/digest.ts';
import { compileMustachio } from '../../src/emulators/postmark/mustachio.ts';
import { formatMarker, markerFor } from '../../src/providers/marker.ts';
import { readNote, writeNote } from '../../src/providers/postmark/note.ts';
import { markerIn, payloadOf as payloadIn, templateBody } from '../../src/providers/postmark/payload.ts';
import { postmark } from '../../src/providers/postmark/postmark.ts';
import { all, message, payloadOf, tenant } from '../contract/harness.ts';
import { plantTemplate, postmarkWorld, templatesIn, tokenOf } from '../contract/postmark-world.ts';
import { impatient, type VendorWorld, writesOf } from '../contract/vendor-world.ts';

const name = 'order-confirmation.en';
let world: VendorWorld;
beforeEach(async () => {
  world = await postmarkWorld();
});
afterEach(() => world.emulator.close());

const acme = () => world.account.workspace('acme');
const put = (words: string, of = name) => acme().put(of, payloadOf(postmark, words));
const held = () => templatesIn(world, 'acme');
const change = (of: string, body: JsonObject) => world.request('PUT', `/templates/${of}`, 'acme', body);

describe('a message at Postmark', () => {
  it('is a template of its name as alias, marked in the name that people see', async () => {
    const payload = postmark.encode(
      message({ fields: { ...message().fields, preheader: 'Soon {{event.day}}' } }),
      tenant,
    );
    await acme().put(name, payload);
    const [template] = held();
    const { HtmlBody: html, ...rest } = template!;
    expect(rest).toMatchObject({
      Name: `${name} ${formatMarker(markerFor('acme-messaging', digestOf(payload)))}`,
      Alias: name,
      Subject: 'Your order',
      TextBody: message().fields.text,
      TemplateType: 'Standard',
      LayoutTemplate: null,
    });
    expect(html).toBe(
      `${message().fields.html}{{! tenantry "category":"transactional","channel":"email",` +
        '"fields.preheader":"Soon \\u007b\\u007bevent.day\\u007d\\u007d","locale":"en",' +
        `"name":"${name}","sender.address":"orders@acme.example","sender.name":"Acme Market","topic":"orders" }}`,
    );
    const sent = compileMustachio(html ?? '')({ event: { total: '1' } }, {});
    expect(sent).toBe('<p>Ünïcode ✓ &amp; 1</p>\n');
  });

  it('keeps its id, and its only content is the last one', async () => {
    const ids = [];
    for (const words of ['One', 'Two', 'Three']) ids.push((await put(words)).id);
    expect(new Set(ids).size).toBe(1);
    expect(held()).toHaveLength(1);
    expect(held()[0]?.HtmlBody).toMatch(/^Three\{\{! tenantry /);
  });

  it('is reached by an alias of its own where its name begins with a digit', async () => {
    const ref = await put('Code', '2fa-code.en');
    expect(ref.name).toBe('2fa-code.en');
    expect(held()[0]).toMatchObject({ Alias: 't_2fa-code.en' });
    expect(await put('New', '2fa-code.en')).toMatchObject({ id: ref.id });
    expect((await all(acme().list())).map((object) => object.name)).toEqual(['2fa-code.en']);
  });

  it('gets its alias back where somebody has changed it', async () => {
    const ref = await put('One');
    await change(name, { Alias: 'changed-by-hand' });
    expect(await acme().put(name, payloadOf(postmark, 'One'), ref)).toMatchObject({ id: ref.id, name });
    expect(held().map(({ Alias }) => Alias)).toEqual([name]);
  });

  it('loses a layout that somebody has put around it', async () => {
    const layout = { Name: 'Frame', Alias: 'frame', TemplateType: 'Layout', HtmlBody: '<body>{{{@content}}}</body>' };
    await world.request('POST', '/templates', 'acme', layout);
    await put('One');
    await change(name, { LayoutTemplate: 'frame' });
    await put('One');
    expect(held()[1]).toMatchObject({ Alias: name, LayoutTemplate: null });
    expect((await all(acme().list())).map(({ name: one, marker }) => [one, marker?.repository])).toEqual([
      ['frame', undefined],
      [name, 'acme-messaging'],
    ]);
  });

  it('is written again where it was edited under its marker', async () => {
    const ref = await put('One');
    await change(name, { Subject: 'Edited' });
    await put('One');
    expect(await acme().read(ref)).toEqual(payloadOf(postmark, 'One'));
  });

  it('is refused where its name has lost the marker, or has another repository’s', async () => {
    const ref = await put('One');
    for (const Name of ['Renamed by hand', `${name} tenantry:other:0123456789ab`]) {
      await change(name, { Name });
      await expect(put('Two')).rejects.toMatchObject({ failure: 'foreign', message: expect.stringContaining(name) });
      await expect(acme().archive(ref)).rejects.toMatchObject({ failure: 'foreign' });
    }
    expect(held()[0]?.HtmlBody).toMatch(/^One/);
  });

  it('cannot be read where it is not ours', async () => {
    const id = String(await plantTemplate(world, 'acme', name));
    await expect(acme().read({ id, name })).rejects.toMatchObject({ failure: 'foreign' });
  });

  it('is never told from a template without alias, which has no name of ours', async () => {
    const body = { Name: name, Subject: 'Hello', HtmlBody: 'Hello' };
    const made = (await (await world.request('POST', '/templates', 'acme', body)).json()) as { TemplateId: number };
    expect(await all(acme().list())).toEqual([{ id: String(made.TemplateId), name: `#${made.TemplateId}` }]);
    await put('Ours');
    expect(held()).toHaveLength(2);
  });

  it('is refused in the vendor’s words where the vendor cannot read it', async () => {
    const wrong = put('{{#open}}');
    await expect(wrong).rejects.toMatchObject({ failure: 'rejected', message: expect.stringContaining('not closed') });
    expect(held()).toEqual([]);
  });
});

describe('the note at the end of the HTML', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('{', '}', '\\', '"', 'u007b', '{{! tenantry ', ' }}', '\n', 'é', '\u2028') }),
  );
  const senders = fc.option(
    fc.record({ address: words, name: words, replyTo: words }, { requiredKeys: ['address', 'name'] }),
  );

  it('gives everything back, and is never rendered', () => {
    fc.assert(
      fc.property(words, words, words, senders, words, (html, topic, preheader, sender, name) => {
        const note: JsonObject = { name, topic, ...(sender && { sender: sender as Json }), fields: { preheader } };
        const text = html + writeNote(note as JsonObject);
        expect(readNote(text)).toEqual({ html, note });
        const begin = text.slice(html.length);
        expect(compileMustachio(begin)({}, {})).toBe('');
        expect(begin.slice(2, -2)).not.toMatch(/[{}]/);
      }),
      { seed: 20_261_123, numRuns: 300 },
    );
  });

  it('keeps payloads whole, whatever the sender is', () => {
    const senders: readonly Tenant['senders'][] = [
      {},
      { transactional: { address: 'a@acme.example', name: '{{"A"}} \\ Ünï', replyTo: 'b@acme.example' } },
    ];
    for (const each of senders) {
      const payload = postmark.encode(message(), { ...tenant, senders: each });
      const body = templateBody(name, payload, markerFor('acme-messaging', digestOf(payload)));
      expect(payloadIn(body)).toEqual(payload);
    }
  });

  it.each([
    'text',
    'text{{! note }}',
    '{{! tenantry "a":1 }} and more',
    '{{! tenantry nonsense }}',
    '{{! tenantry "a": }}',
  ])('is not found in %j', (text) => expect(readNote(text)).toBeUndefined());

  it('leaves room for the marker in the longest name', () => {
    const marker = markerFor('r'.repeat(63), 'f'.repeat(64));
    const { Name: shown } = templateBody(`${'x'.repeat(77)}.en`, payloadOf(postmark, 'x'), marker);
    expect(String(shown).length).toBeLessThanOrEqual(100);
    expect(markerIn(String(shown))).toEqual(marker);
  });
});

describe('whose server it is', () => {
  it('is told by name, or by ID where the workspace is one', async () => {
    for (const workspace of ['acme', 'Bolt Foods', '1234567']) {
      expect(await world.account.workspace(workspace).identify()).toEqual({ account: 'postmark-us', workspace });
    }
    world.credential = JSON.stringify({ acme: tokenOf('1234567'), 1234567: tokenOf('acme') });
    expect((await acme().identify())?.workspace).toBe('Server 1234567');
    expect((await world.account.workspace('1234567').identify())?.workspace).toBe('1000001');
  });

  it('is told with the account’s only token too', async () => {
    world.credential = tokenOf('acme');
    expect((await acme().identify())?.workspace).toBe('acme');
    expect((await world.account.workspace('Bolt Foods').identify())?.workspace).toBe('acme');
  });

  it('is a matter of credentials where the token is not known', async () => {
    world.credential = JSON.stringify({ acme: 'wrong-token' });
    await expect(acme().identify()).rejects.toMatchObject({ failure: 'credentials' });
    expect(world.emulator.requests).toHaveLength(1);
  });
});

describe('a vendor that says with a code what is wrong', () => {
  /** Speaks to a vendor that answers as it is told. */
  async function against(
    reply: (request: IncomingMessage) => readonly [status: number, body: object],
    check: (workspace: ReturnType<typeof acme>, asked: string[]) => Promise<void>,
  ): Promise<void> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const [status, body] = reply(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = { provider: 'postmark', credentials: { env: 'KEY' }, options: { host } } as const;
    const environment = { repository: 'r', root: '/', credential: () => 'token', patience: impatient };
    try {
      await check(postmark.open('us', config, environment).workspace('acme'), asked);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it.each([
    [422, 10, 'credentials', 1],
    [422, 100, 'unavailable', 3],
    [422, 429, 'rate-limited', 3],
    [422, 1105, 'quota', 1],
    [422, 1122, 'rejected', 1],
    [500, 0, 'unavailable', 3],
    [403, 300, 'credentials', 1],
  ] as const)('%i with %i is %s, and asked %i times', async (status, code, failure, times) => {
    await against(
      () => [status, { ErrorCode: code, Message: 'in other words' }],
      async (workspace, asked) => {
        const message = expect.stringContaining('in other words');
        await expect(workspace.read({ id: '1', name })).rejects.toMatchObject({ failure, message });
        expect(asked).toHaveLength(times);
      },
    );
  });

  it('has created what it refuses to create again', async () => {
    const { faults } = world.emulator;
    faults.add({ kind: 'reset', method: 'POST', times: 1, carriedOut: true });
    // Asked for before it is created, and after that too early.
    faults.add({ kind: 'status', status: 404, method: 'GET', times: 2 });
    const ref = await put('One');
    expect(held()).toHaveLength(1);
    expect(await acme().read(ref)).toEqual(payloadOf(postmark, 'One'));
  });

  it('has no such template, with any status', async () => {
    for (const status of [404, 422]) {
      await against(
        () => [status, { ErrorCode: 1101, Message: 'not found' }],
        async (workspace) => {
          expect(await workspace.read({ id: '1', name })).toBeUndefined();
          await workspace.archive({ id: '1', name });
        },
      );
    }
  });

  it('is asked for a listing anew where that changes between two pages', async () => {
    const template = (id: number) => ({ TemplateId: id, Name: 'By hand', Alias: `a${id}`, TemplateType: 'Standard' });
    const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => template(first + index));
    const totals = [150, 149, 149, 149];
    await against(
      ({ url = '' }) => {
        const isFirst = url.includes('offset=0');
        return [200, { TotalCount: totals.shift(), Templates: isFirst ? from(1, 100) : from(101, 49) }];
      },
      async (workspace, asked) => {
        expect(await all(workspace.list())).toHaveLength(149);
        expect(asked).toEqual([
          'GET /templates?count=100&offset=0',
          'GET /templates?count=100&offset=100',
          'GET /templates?count=100&offset=0',
          'GET /templates?count=100&offset=100',
        ]);
      },
    );
  });

  it.each([
    ['ends before its end', { TotalCount: 2, Templates: [] }],
    ['has no total', { Templates: [] }],
    ['has no templates', { TotalCount: 0 }],
    ['has one without an id', { TotalCount: 1, Templates: [{ Name: 'x' }] }],
    ['is no object', []],
  ])('a listing that %s is no listing', async (_, body) => {
    await against(
      () => [200, body],
      async (workspace) => {
        await expect(all(workspace.list())).rejects.toMatchObject({ failure: 'unavailable' });
      },
    );
  });

  it.each([{}, { ID: 1 }, { Name: 'acme' }, { ID: '1', Name: 'acme' }])('%j is no server', async (body) => {
    await against(
      () => [200, body],
      async (workspace) => {
        await expect(workspace.identify()).rejects.toMatchObject({ failure: 'unavailable' });
      },
    );
  });
});

describe('the quota of templates', () => {
  it('is the vendor’s to know: what is there is changed, and what is gone makes room', async () => {
    const ref = await put('One');
    for (let index = 0; index < 99; index++) await plantTemplate(world, 'acme', `by-hand-${index}`);
    await expect(put('New', 'welcome.en')).rejects.toMatchObject({
      failure: 'quota',
      message: expect.stringContaining('Make room'),
    });
    await put('Two');
    await acme().archive(ref);
    await put('New', 'welcome.en');
    expect(held()).toHaveLength(100);
  });

  it('is not used up by writes that came to nothing', async () => {
    world.emulator.faults.add({ kind: 'reset', method: 'POST' });
    await expect(put('One')).rejects.toMatchObject({ failure: 'unavailable' });
    expect(world.emulator.requests.map(({ method }) => method)).toEqual([
      'GET',
      'POST',
      'GET',
      'POST',
      'GET',
      'POST',
      'GET',
    ]);
    expect(writesOf(world)).toEqual([]);
  });
});
