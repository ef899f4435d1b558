import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/digest.ts';
import { formatMarker, markerFor } from '../../src/providers/marker.ts';
import type { Wait } from '../../src/providers/provider.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { all, message, payloadOf, tenant } from '../contract/harness.ts';
import { key, plantTemplate, sendgridWorld, subuserKeys, templatesIn } from '../contract/sendgrid-world.ts';
import { impatient, type VendorWorld, writesOf } from '../contract/vendor-world.ts';

const name = 'order-confirmation.en';
let world: VendorWorld;
beforeEach(async () => {
  world = await sendgridWorld();
});
afterEach(() => world.emulator.close());

const acme = () => world.account.workspace('acme');
const put = (words: string, of = name) => acme().put(of, payloadOf(sendgrid, words, { template: of.split('.')[0]! }));
const held = () => templatesIn(world, 'acme');
const versions = () =>
  held().map((template) => template.versions.map(({ html_content, active }) => [html_content, active]));

/** Fills the workspace with versions that somebody made by hand, up to so many. */
async function fillVersions(upTo: number): Promise<void> {
  const id = await plantTemplate(world, 'acme', 'by-hand');
  const count = held().reduce((sum, template) => sum + template.versions.length, 0);
  for (let index = count; index < upTo; index++) {
    await world.request('POST', `/v3/templates/${id}/versions`, 'acme', { name: 'By hand', subject: 'Hello' });
  }
}

describe('a message at SendGrid', () => {
  it('is a dynamic template whose active version holds it, marked in its name', async () => {
    const payload = sendgrid.encode(message({ fields: { ...message().fields, preheader: 'Soon' } }), tenant);
    await acme().put(name, payload);
    const [template] = held();
    expect(template).toMatchObject({ name, generation: 'dynamic' });
    const { test_data, ...version } = template!.versions[0]!;
    expect(version).toMatchObject({
      name: formatMarker(markerFor('acme-messaging', digestOf(payload))),
      subject: 'Your order',
      html_content: message().fields.html,
      plain_content: message().fields.text,
      generate_plain_content: false,
      editor: 'code',
      active: 1,
    });
    expect(JSON.parse(test_data)).toEqual({
      tenantry: {
        name,
        channel: 'email',
        locale: 'en',
        topic: 'orders',
        category: 'transactional',
        sender: { address: 'orders@acme.example', name: 'Acme Market' },
        fields: { preheader: 'Soon' },
      },
    });
  });

  it('keeps the version before, and none before that', async () => {
    for (const words of ['One', 'Two', 'Three', 'Four']) await put(words);
    expect(versions()).toEqual([
      [
        ['Three', 0],
        ['Four', 1],
      ],
    ]);
  });

  it('leaves versions alone that somebody made by hand', async () => {
    await put('One');
    const [{ id } = { id: '' }] = held();
    await world.request('POST', `/v3/templates/${id}/versions`, 'acme', { name: 'Idea', subject: 'Hello', active: 0 });
    for (const words of ['Two', 'Three']) await put(words);
    expect(held()[0]?.versions.map((version) => version.name)).toContain('Idea');
  });

  it('is refused where somebody has made a version of their own live', async () => {
    const ref = await put('One');
    await world.request('POST', `/v3/templates/${ref.id}/versions`, 'acme', {
      name: 'Mine',
      subject: 'Hello',
      active: 1,
    });
    await expect(put('Two')).rejects.toMatchObject({
      failure: 'foreign',
      message: expect.stringContaining('activate our version'),
    });
    await expect(acme().archive(ref)).rejects.toMatchObject({ failure: 'foreign' });
    await expect(acme().read(ref)).rejects.toMatchObject({ failure: 'foreign' });
  });

  it('gets its name back where somebody has renamed it', async () => {
    const ref = await put('One');
    await world.request('PATCH', `/v3/templates/${ref.id}`, 'acme', { name: 'Renamed by hand' });
    expect(await acme().put(name, payloadOf(sendgrid, 'Two'), ref)).toMatchObject({ id: ref.id, name });
    expect(held().map((template) => [template.name, template.versions.length])).toEqual([[name, 2]]);
  });

  it('is written again where it was edited under its marker', async () => {
    const ref = await put('One');
    const [version] = held()[0]!.versions;
    const edited = { name: version!.name, subject: 'Edited', html_content: 'Edited', generate_plain_content: false };
    await world.request('PATCH', `/v3/templates/${ref.id}/versions/${version!.id}`, 'acme', edited);
    await put('One');
    expect(await acme().read(ref)).toEqual(payloadOf(sendgrid, 'One'));
  });
});

describe('a new message that is refused', () => {
  const refused = sendgrid.encode(message({ fields: { ...message().fields, subject: 'x'.repeat(256) } }), tenant);

  it('leaves no empty template', async () => {
    await expect(acme().put(name, refused)).rejects.toMatchObject({ failure: 'rejected' });
    expect(held()).toEqual([]);
    await put('One');
    expect(versions()).toEqual([[['One', 1]]]);
  });

  it('is told as such where its template cannot be taken back, which the next write then fills', async () => {
    world.emulator.faults.add({ kind: 'status', status: 500, method: 'DELETE' });
    await expect(acme().put(name, refused)).rejects.toMatchObject({ failure: 'rejected' });
    await put('One');
    expect(versions()).toEqual([[['One', 1]]]);
  });

  it('stays what it was where it is known', async () => {
    await put('One');
    await expect(acme().put(name, refused)).rejects.toMatchObject({ failure: 'rejected' });
    expect(versions()).toEqual([[['One', 1]]]);
  });
});

describe('the quota of versions', () => {
  it('is kept by changing the live version where there is no room', async () => {
    const ref = await put('One');
    await fillVersions(300);
    await put('Two');
    expect(versions()[0]).toEqual([['Two', 1]]);
    expect(await acme().read(ref)).toEqual(payloadOf(sendgrid, 'Two'));
  });

  it('is made room in before that, of versions nobody goes back to', async () => {
    for (const words of ['One', 'Two']) await put(words);
    const [{ id } = { id: '' }] = held();
    const marker = formatMarker(markerFor('acme-messaging', '0'.repeat(12)));
    await world.request('POST', `/v3/templates/${id}/versions`, 'acme', { name: marker, subject: 'x', active: 0 });
    await fillVersions(300);
    await put('Three');
    expect(versions()[0]).toEqual([
      ['Two', 0],
      ['Three', 1],
    ]);
  });

  it('takes an older version of another message for one that is new', async () => {
    for (const words of ['One', 'Two']) await put(words);
    await fillVersions(300);
    await put('New', 'welcome.en');
    expect(versions()[0]).toEqual([['Two', 1]]);
    expect(versions().at(-1)).toEqual([['New', 1]]);
  });

  it('is told where nothing can be spared, and no empty template is left', async () => {
    await fillVersions(300);
    await expect(put('New')).rejects.toMatchObject({ failure: 'quota' });
    expect(held().map((template) => template.name)).toEqual(['by-hand']);
  });
});

describe('what a killed run leaves', () => {
  it('is a template without content, which the next write fills', async () => {
    await world.request('POST', '/v3/templates', 'acme', { name, generation: 'dynamic' });
    await put('One');
    expect(versions()).toEqual([[['One', 1]]]);
  });

  it('is a twin without content, which the next write removes; somebody’s stays', async () => {
    await plantTemplate(world, 'acme', name);
    const marker = formatMarker(markerFor('acme-messaging', '0'.repeat(12)));
    for (const made of [marker, undefined, undefined]) {
      const answer = await world.request('POST', '/v3/templates', 'acme', { name, generation: 'dynamic' });
      const { id } = (await answer.json()) as { id: string };
      const version = { name: made, subject: 'Hello', active: 1 };
      if (made) await world.request('POST', `/v3/templates/${id}/versions`, 'acme', version);
    }
    await put('Two');
    expect(held().map(({ versions }) => versions.map((version) => version.name === 'By hand'))).toEqual([
      [true],
      [false, false],
    ]);
  });

  it('is tidied up: empty templates, and versions beyond the one before', async () => {
    for (const words of ['One', 'Two']) await put(words);
    const [{ id } = { id: '' }] = held();
    const marker = formatMarker(markerFor('acme-messaging', '0'.repeat(12)));
    await world.request('POST', `/v3/templates/${id}/versions`, 'acme', { name: marker, subject: 'x', active: 0 });
    for (const made of ['welcome.en', 'welcome.zh-Hant-TW', 'Not one of ours', 'newsletter.draft', 'welcome.v2']) {
      await world.request('POST', '/v3/templates', 'acme', { name: made, generation: 'dynamic' });
    }
    await acme().tidy?.();
    expect(held().map((template) => [template.name, template.versions.length])).toEqual([
      [name, 2],
      ['Not one of ours', 0],
      ['newsletter.draft', 0],
      ['welcome.v2', 0],
    ]);
  });
});

describe('whose workspace it is', () => {
  it('is asked on behalf of the subuser, with every call', async () => {
    await put('One');
    await acme().identify();
    expect(new Set(world.emulator.requests.map(({ workspace }) => workspace))).toEqual(new Set(['acme']));
  });

  it('is nobody’s where the account has no such subuser', async () => {
    expect(await world.account.workspace('nobody').identify()).toBeUndefined();
  });

  it('is told as a matter of credentials where the subuser is switched off', async () => {
    await world.request('PATCH', '/v3/subusers/acme', undefined, { disabled: true });
    await expect(acme().identify()).rejects.toMatchObject({ failure: 'credentials' });
  });

  it('is the key’s, where a workspace has its own', async () => {
    world.credential = JSON.stringify({ acme: subuserKeys.acme, bolt: subuserKeys.acme });
    expect(await acme().identify()).toEqual({ account: 'sendgrid-us', workspace: 'acme' });
    expect(await world.account.workspace('bolt').identify()).toEqual({ account: 'sendgrid-us', workspace: 'acme' });
  });

  it('is the parent when the scoping gets lost, which no deployment takes for the workspace', async () => {
    const proxy = createServer((request, response) => {
      const { authorization = '' } = request.headers;
      fetch(world.emulator.url + request.url, { headers: { authorization } }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const config = { provider: 'sendgrid', credentials: { env: 'KEY' }, options: { host } } as const;
    const account = sendgrid.open('us', config, {
      repository: 'r',
      root: '/',
      credential: () => key,
      patience: impatient,
    });
    expect(await account.workspace('acme').identify()).toEqual({ account: 'us', workspace: 'larder' });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe('a vendor in trouble', () => {
  const tries = () => world.emulator.requests.length;

  it('is asked as often as patience allows, and then not again for a while', async () => {
    world.emulator.faults.add({ kind: 'status', status: 503, workspace: 'acme' });
    for (const attempts of [3, 6, 6, 6]) {
      await expect(acme().identify()).rejects.toMatchObject({ failure: 'unavailable' });
      expect(tries()).toBe(attempts);
    }
    await expect(acme().identify()).rejects.toThrow('was not called again after an earlier failure (HTTP 503)');
    expect((await world.account.workspace('bolt').identify())?.workspace).toBe('bolt');
    world.emulator.faults.clear();
    world.later(60_000);
    expect((await acme().identify())?.workspace).toBe('acme');
  });

  it('is left alone, and that told for what it is, where it is asked too much', async () => {
    world.emulator.faults.add({ kind: 'status', status: 429 });
    for (let call = 0; call < 3; call++) {
      await expect(acme().identify()).rejects.toMatchObject({ failure: 'rate-limited' });
    }
    expect(tries()).toBe(6);
  });

  it('is asked once where it refuses', async () => {
    world.emulator.faults.add({ kind: 'status', status: 400 });
    await expect(all(acme().list())).rejects.toMatchObject({ failure: 'rejected' });
    expect(tries()).toBe(1);
  });

  it('is never asked blindly to create once more', async () => {
    world.emulator.faults.add({ kind: 'reset', method: 'POST', path: '/v3/templates' });
    await expect(put('One')).rejects.toMatchObject({ failure: 'unavailable' });
    const calls = world.emulator.requests.map(({ method }) => method);
    // After each attempt it is looked whether it was made after all.
    expect(calls).toEqual(['GET', 'POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
  });

  it('is waited for as long as it asks, and that is told', async () => {
    const waits: Wait[] = [];
    const account = world.open({
      patience: { ...impatient, call: 60_000 },
      onWait: (wait) => {
        waits.push(wait);
        world.later(10_000);
      },
    });
    world.emulator.faults.add({ kind: 'status', status: 429, retryAfter: '9', times: 1 });
    expect((await account.workspace('acme').identify())?.workspace).toBe('acme');
    const where = { account: 'sendgrid-us', workspace: 'acme' };
    const again = { attempt: 2, of: impatient.attempts, because: 'HTTP 429' };
    expect(waits).toEqual([
      { ...where, seconds: 9, again },
      { ...where, seconds: 9 },
    ]);
  });

  it('is not waited for longer than a call may take', async () => {
    world.emulator.faults.add({ kind: 'status', status: 503, retryAfter: '9' });
    await expect(acme().identify()).rejects.toMatchObject({ failure: 'unavailable', retryAfter: 9 });
    expect(tries()).toBe(1);
  });

  it('says how long the vendor asks to wait, where that is long', async () => {
    world.emulator.faults.add({ kind: 'status', status: 429, retryAfter: '900' });
    await expect(acme().identify()).rejects.toMatchObject({
      failure: 'rate-limited',
      message: expect.stringContaining('The vendor asks to wait for 15 minutes: deploy again then.'),
    });
    expect(tries()).toBe(1);
  });

  it('cannot lead a listing, or a key, to another host', async () => {
    const vendor = createServer((request, response) => {
      const next = request.url?.includes('page_token')
        ? {}
        : { next: 'https://elsewhere.invalid/v3/templates?page_token=2' };
      const body = { result: [], _metadata: next };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    const config = { provider: 'sendgrid', credentials: { env: 'KEY' }, options: { host } } as const;
    const account = sendgrid.open('us', config, {
      repository: 'r',
      root: '/',
      credential: () => key,
      patience: impatient,
    });
    expect(await all(account.workspace('acme').list())).toEqual([]);
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
  });

  it('writes nothing more than what differs', async () => {
    await put('One');
    const before = writesOf(world).length;
    await put('One');
    expect(writesOf(world)).toHaveLength(before);
  });
});
