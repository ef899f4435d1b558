import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/digest.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { all, payloadOf } from '../contract/harness.ts';
import { key, plantTemplate, sendgridWorld, templatesIn } from '../contract/sendgrid-world.ts';
import { impatient, type VendorWorld } from '../contract/vendor-world.ts';
import { type Altered, altered } from './altered.ts';

let world: VendorWorld;
let between: Altered | undefined;
beforeEach(async () => {
  world = await sendgridWorld();
});
afterEach(async () => {
  await between?.close();
  await world.emulator.close();
});

const payload = (template: string, words = 'Hello') => payloadOf(sendgrid, words, { template });
const held = () => templatesIn(world, 'acme').map(({ name, versions }) => [name, versions.length]);
const versions = () => templatesIn(world, 'acme').reduce((sum, template) => sum + template.versions.length, 0);

async function fillVersions(upTo: number): Promise<void> {
  const id = await plantTemplate(world, 'acme', 'by-hand');
  for (let count = versions(); count < upTo; count++) {
    await world.request('POST', `/v3/templates/${id}/versions`, 'acme', { name: 'By hand', subject: 'Hello' });
  }
}

describe('the last places of a subuser', () => {
  const four = ['a', 'b', 'c', 'd'];
  const putAll = (words: string) => {
    const acme = world.account.workspace('acme');
    return Promise.allSettled(four.map((name) => acme.put(`${name}.en`, payload(name, words))));
  };
  const failures = (outcomes: PromiseSettledResult<unknown>[]) =>
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'written' : outcome.reason.failure));

  it('for versions are not taken twice by messages that are written at once', async () => {
    await putAll('One');
    await fillVersions(299);
    expect(failures(await putAll('Two'))).toEqual(Array(4).fill('written'));
    expect(
      held()
        .slice(0, 4)
        .map(([, count]) => count)
        .sort(),
    ).toEqual([1, 1, 1, 2]);
  });

  it('for versions do for all of them where each makes room for its own', async () => {
    for (const words of ['One', 'Two']) await putAll(words);
    await fillVersions(300);
    expect(failures(await putAll('Three'))).toEqual(Array(4).fill('written'));
    expect(held().slice(0, 4)).toEqual(four.map((name) => [`${name}.en`, 2]));
    expect(versions()).toBe(300);
  });

  it('for versions are made for new messages of different ones', async () => {
    for (const words of ['One', 'Two']) await world.account.workspace('acme').put('old.en', payload('old', words));
    await fillVersions(300);
    expect(failures(await putAll('New')).sort()).toEqual(['quota', 'quota', 'quota', 'written']);
    expect(held().map(([, count]) => count)).not.toContain(0);
  });

  it('for templates are told as such to those that come too late', async () => {
    for (let count = 0; count < 298; count++) {
      await world.request('POST', '/v3/templates', 'acme', { name: `by-hand-${count}`, generation: 'dynamic' });
    }
    expect(failures(await putAll('New'))).toEqual(['written', 'written', 'quota', 'quota']);
  });
});

/** A listing with a template of ours that has a version of that id. */
function versionOf(id: string): string {
  const version = { id, name: 'tenantry:acme-messaging:000000000000', active: 1 };
  return JSON.stringify({ result: [{ id: 'd-1', name: 'a.en', generation: 'dynamic', versions: [version] }] });
}

describe('an answer of success that makes no sense', () => {
  /** Puts texts in the place of the first answers to such requests. */
  async function answering(method: string, path: RegExp, texts: string[]): Promise<void> {
    between = await altered(world.emulator.url, (request) =>
      request.method === method && path.test(request.path) ? texts.shift() : undefined,
    );
  }
  const acme = () =>
    sendgrid
      .open(
        'sendgrid-us',
        { provider: 'sendgrid', credentials: { env: 'KEY' }, options: { host: between!.url } },
        { repository: 'acme-messaging', root: '/nowhere', credential: () => key, patience: impatient },
      )
      .workspace('acme');

  it.each(['{}', '[]', '{"id": 7, "name": "a.en"}', '', 'null', '"d-1"', '<p>Created</p>'])(
    'to a new template leaves no twin: %s',
    async (text) => {
      await answering('POST', /templates$/, [text]);
      const workspace = acme();
      const ref = await workspace.put('a.en', payload('a'));
      expect(held()).toEqual([['a.en', 1]]);
      expect(await workspace.read(ref)).toEqual(payload('a'));
    },
  );

  it.each(['{}', '[]', '{"id": 7}', '', '{"id": '])('to a new version leaves no twin: %s', async (text) => {
    await answering('POST', /versions$/, [text]);
    const workspace = acme();
    await workspace.put('a.en', payload('a'));
    await workspace.put('a.en', payload('a'));
    expect(held()).toEqual([['a.en', 1]]);
  });

  it.each([
    '{}',
    '{"result": null}',
    '{"result": {}}',
    '{"result": [7]}',
    '{"result": [{}]}',
    '[]',
    '',
    versionOf('..'),
    versionOf(''),
  ])('to a listing is not taken for an empty workspace: %s', async (text) => {
    await plantTemplate(world, 'acme', 'a.en');
    await answering('GET', /templates$/, [text]);
    await expect(all(acme().list())).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it.each([{ versions: null }, { versions: undefined }, { versions: {} }])(
    'does not make somebody’s template an empty one of ours: %j',
    async (change) => {
      await plantTemplate(world, 'acme', 'a.en');
      const template = (item: Json): Json => ({ ...(item as JsonObject), ...change }) as JsonObject;
      between = await altered(world.emulator.url, ({ method }, text) => {
        if (method !== 'GET') return undefined;
        const { result, ...body } = JSON.parse(text) as JsonObject;
        return JSON.stringify(result ? { ...body, result: (result as Json[]).map(template) } : template(body));
      });
      const workspace = acme();
      const [found] = await all(workspace.list());
      await expect(workspace.put('a.en', payload('a'))).rejects.toMatchObject({ failure: 'foreign' });
      await expect(workspace.archive(found!)).rejects.toMatchObject({ failure: 'foreign' });
      await workspace.tidy?.();
      expect(held()).toEqual([['a.en', 1]]);
    },
  );
});
