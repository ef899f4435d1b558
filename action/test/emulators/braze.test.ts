import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brazeWorld, contentsOf, plantBlock } from '../contract/braze-world.ts';
import type { VendorWorld } from '../contract/vendor-world.ts';

let world: VendorWorld;
beforeEach(async () => {
  world = await brazeWorld();
});
afterEach(() => world.emulator.close());

async function ask(method: string, path: string, body?: unknown, workspace: string | undefined = 'acme') {
  const response = await world.request(method, path, workspace, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('an emulated Braze', () => {
  it('knows a workspace by its key alone', async () => {
    const none = await world.request('GET', '/templates/email/list', undefined);
    expect([none.status, await none.json()]).toEqual([401, { message: 'Invalid API key' }]);
    expect(await ask('GET', '/templates/email/list', undefined, 'nobody')).toMatchObject({ status: 401 });
    await plantBlock(world, 'acme', 'welcome.en');
    expect(contentsOf(world, 'bolt').content_blocks).toEqual([]);
  });

  it.each([
    ['no name', { content: 'x' }, 'Content Block name cannot be blank'],
    ['a name of 100 characters', { name: 'x'.repeat(100), content: 'x' }, 'must be shorter than 100 characters'],
    ['a name with a dot', { name: 'welcome.en', content: 'x' }, 'can only contain alphanumeric characters'],
    ['a name that is taken', { name: 'taken_en', content: 'x' }, 'with this name already exists'],
    ['no content', { name: 'a' }, 'Content cannot be blank'],
    ['too much content', { name: 'a', content: 'x'.repeat(51_200) }, 'Content must be smaller than 50kb'],
    ['broken Liquid', { name: 'a', content: '{% if x %}' }, 'Content contains malformed liquid'],
    ['a long description', { name: 'a', content: 'x', description: 'x'.repeat(250) }, 'shorter than 250 characters'],
    ['another state', { name: 'a', content: 'x', state: 'live' }, 'must be either active or draft'],
    ['tags, which do not exist', { name: 'a', content: 'x', tags: ['a'] }, 'Some tags could not be found'],
  ])('refuses a content block with %s', async (_, body, words) => {
    await plantBlock(world, 'acme', 'taken.en');
    const { status, body: answer } = await ask('POST', '/content_blocks/create', body);
    expect({ status, message: answer.message }).toEqual({ status: 400, message: expect.stringContaining(words) });
    expect(contentsOf(world, 'acme').content_blocks).toHaveLength(1);
  });

  it.each([
    ['a new name', { name: 'other_en' }, 'name cannot be updated for active Content Blocks'],
    ['the state of a draft', { state: 'draft' }, 'can not be updated to Draft'],
  ])('refuses to give an active content block %s', async (_, change, words) => {
    const id = await plantBlock(world, 'acme', 'welcome.en');
    const { status, body } = await ask('POST', '/content_blocks/update', { content_block_id: id, ...change });
    expect({ status, message: body.message }).toEqual({ status: 400, message: expect.stringContaining(words) });
  });

  it.each([
    ['no name', { subject: 'a', body: 'b' }, 'Template Name is required'],
    ['too large a body', { template_name: 'a', subject: 'a', body: 'x'.repeat(410_000) }, 'smaller than 400kb'],
    ['something else than text', { template_name: 'a', subject: 1, body: 'x' }, 'subject'],
  ])('refuses an email template with %s', async (_, body, words) => {
    const { status, body: answer } = await ask('POST', '/templates/email/create', body);
    expect({ status, message: answer.message }).toEqual({ status: 400, message: expect.stringContaining(words) });
  });

  it.each([
    ['/content_blocks/list?offset=0', 'Offset must be greater than 0.'],
    ['/content_blocks/list?limit=1001', 'exceeds maximum of 1000'],
    ['/templates/email/list?limit=x', 'limit is invalid'],
    ['/content_blocks/info?content_block_id=x', 'Content Block ID is invalid for this workspace.'],
  ])('refuses %s', async (path, words) => {
    const { status, body } = await ask('GET', path);
    expect({ status, message: body.message }).toEqual({ status: 400, message: expect.stringContaining(words) });
  });

  it('has no way to delete, and does not tell the state of a content block', async () => {
    const id = await plantBlock(world, 'acme', 'welcome.en');
    expect((await ask('DELETE', `/content_blocks/${id}`)).status).toBe(404);
    expect((await ask('GET', `/content_blocks/info?content_block_id=${id}`)).body).not.toHaveProperty('state');
  });

  it('tells its limit with every answer', async () => {
    const response = await world.request('GET', '/templates/email/list', 'acme');
    expect(response.headers.get('x-ratelimit-limit')).toBe('250000');
    expect(Number(response.headers.get('x-ratelimit-reset')) % 3600).toBe(0);
  });
});
