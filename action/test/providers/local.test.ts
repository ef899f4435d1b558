import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { local } from '../../src/providers/local/local.ts';
import type { Workspace } from '../../src/providers/provider.ts';
import { all, message, payloadOf, tenant } from '../contract/harness.ts';

const name = 'order-confirmation.en';
let root: string;
let workspace: Workspace;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenantry-local-'));
  workspace = bind();
});
afterEach(() => rm(root, { recursive: true }));

function bind(repository = 'acme-messaging', account = 'demo'): Workspace {
  const environment = { repository, root, credential: () => undefined };
  return local.open(account, { provider: 'local', options: { dialect: 'sendgrid' } }, environment).workspace('acme');
}

const at = (file = '') => join(root, '.tenantry/local/demo/acme', file);
const text = (file: string) => readFile(at(file), 'utf8');
const inode = async (file: string) => (await lstat(at(file))).ino;
const put = (words: string) => workspace.put(name, payloadOf(local, words));

describe('the files of a local workspace', () => {
  it('are the record, what there is to look at, and whose workspace it is', async () => {
    await workspace.put(name, local.encode(message(), tenant));
    expect((await readdir(at())).sort()).toEqual([`${name}.html`, `${name}.json`, `${name}.txt`, 'workspace.json']);
    expect(await text(`${name}.html`)).toBe(message().fields.html);
    expect(await text(`${name}.txt`)).toBe('subject: Your order\npreheader: Thank you\n\nPlain\n');
    expect(JSON.parse(await text('workspace.json'))).toEqual({ account: 'demo', workspace: 'acme' });
    expect(JSON.parse(await text(`${name}.json`))).toEqual({
      marker: expect.stringMatching(/^tenantry:acme-messaging:[0-9a-f]{12}$/),
      payload: {
        name,
        channel: 'email',
        locale: 'en',
        topic: 'orders',
        category: 'transactional',
        sender: { address: 'orders@acme.example', name: 'Acme Market' },
        fields: message().fields,
      },
    });
  });

  it.each([
    ['push', 'title: On its way\nlink: acme://order\n\nSoon there\n'],
    ['sms', 'Code {{event.code}}\n'],
  ] as const)('show a message of the channel %s as text alone', async (channel, expected) => {
    await workspace.put(name, local.encode(message({ channel }), tenant));
    expect((await readdir(at())).sort()).toEqual([`${name}.json`, `${name}.txt`, 'workspace.json']);
    expect(await text(`${name}.txt`)).toBe(expected);
  });

  it('are left alone where their content is equal, and only there', async () => {
    await put('Old');
    const before = {
      json: await inode(`${name}.json`),
      html: await inode(`${name}.html`),
      txt: await inode(`${name}.txt`),
    };
    await bind().put(name, payloadOf(local, 'New'));
    expect(await inode(`${name}.json`)).not.toBe(before.json);
    expect(await inode(`${name}.html`)).not.toBe(before.html);
    expect(await inode(`${name}.txt`)).toBe(before.txt);
  });

  it('follow a message whose text is gone', async () => {
    await put('Hello');
    await workspace.put(name, local.encode(message({ fields: { html: '<p>Hi</p>' } }), tenant));
    expect((await readdir(at())).sort()).toEqual([`${name}.html`, `${name}.json`, 'workspace.json']);
  });

  it('come back when somebody removed one that people look at', async () => {
    await put('Hello');
    await rm(at(`${name}.html`));
    await put('Hello');
    expect(await text(`${name}.html`)).toBe('Hello');
  });

  it('are never changed in place: a hard link elsewhere keeps its content', async () => {
    await put('Old');
    await link(at(`${name}.html`), join(root, 'copy.html'));
    await put('New');
    expect(await readFile(join(root, 'copy.html'), 'utf8')).toBe('Old');
  });
});

describe('what a killed writer leaves', () => {
  it('does not exist for readers, who change nothing', async () => {
    await put('Hello');
    await writeFile(at('welcome.en.html'), 'half');
    await writeFile(at('.welcome.en.json.tmp'), '{"marker":');
    const before = await readdir(at());
    expect((await all(workspace.list())).map((object) => object.name)).toEqual([name]);
    expect(await workspace.read({ id: 'welcome.en', name: 'welcome.en' })).toBeUndefined();
    expect(await readdir(at())).toEqual(before);
  });

  it('half-written files go with the next put', async () => {
    await put('Hello');
    await writeFile(at('.welcome.en.json.tmp'), '{"marker":');
    await bind().put(name, payloadOf(local, 'Hello'));
    expect(await readdir(at())).not.toContain('.welcome.en.json.tmp');
  });

  it('is cleared away by tidying: half-written files, views without a record, views ahead of theirs', async () => {
    await put('Old');
    await writeFile(at(`${name}.html`), 'New, but the record is the old one');
    await writeFile(at('welcome.en.html'), 'never committed');
    await writeFile(at('.x.tmp'), 'x');
    await writeFile(at('notes.txt'), 'somebody’s own');
    const record = await inode(`${name}.json`);
    await workspace.tidy?.();
    expect((await readdir(at())).sort()).toEqual(
      [`${name}.html`, `${name}.json`, `${name}.txt`, 'notes.txt', 'workspace.json'].sort(),
    );
    expect(await text(`${name}.html`)).toBe('Old');
    expect(await inode(`${name}.json`)).toBe(record);
  });

  it('is cleared away by archiving again, when the kill came between the record and its views', async () => {
    const ref = await put('Bye');
    await rm(at(`${name}.json`));
    await workspace.archive(ref);
    expect(await readdir(at())).toEqual(['workspace.json']);
  });

  it('a folder without its workspace.json is a workspace that is being made', async () => {
    await mkdir(at(), { recursive: true });
    expect(await workspace.identify()).toBeUndefined();
    await put('Hello');
    expect(await workspace.identify()).toEqual({ account: 'demo', workspace: 'acme' });
  });
});

describe('a local workspace stays inside its folder', () => {
  const outside = () => join(root, 'outside');
  const folders = ['.tenantry', '.tenantry/local', '.tenantry/local/demo', '.tenantry/local/demo/acme'];

  it.each(folders)('when %s is a symbolic link', async (folder) => {
    await mkdir(outside());
    await mkdir(dirname(join(root, folder)), { recursive: true });
    await symlink(outside(), join(root, folder));
    const failure = { failure: 'storage', message: expect.stringContaining(`${folder} is a symbolic link`) };
    await expect(put('Hello')).rejects.toMatchObject(failure);
    await expect(all(workspace.list())).rejects.toMatchObject(failure);
    await expect(workspace.archive({ id: name, name })).rejects.toMatchObject(failure);
    expect(await readdir(outside())).toEqual([]);
  });

  it.each(folders)('when %s is a file', async (folder) => {
    await mkdir(dirname(join(root, folder)), { recursive: true });
    await writeFile(join(root, folder), '');
    const failure = { failure: 'storage', message: `${folder} is not a folder. Move it away and deploy again.` };
    await expect(put('Hello')).rejects.toMatchObject(failure);
    await expect(workspace.identify()).rejects.toMatchObject(failure);
  });

  it('when a record is a symbolic link', async () => {
    await put('Hello');
    const target = join(root, 'target.json');
    await writeFile(target, await text(`${name}.json`));
    await rm(at(`${name}.json`));
    await symlink(target, at(`${name}.json`));
    await expect(put('New')).rejects.toMatchObject({ failure: 'foreign' });
    await expect(workspace.read({ id: name, name })).rejects.toMatchObject({ failure: 'foreign' });
    await expect(workspace.archive({ id: name, name })).rejects.toMatchObject({ failure: 'foreign' });
    expect(await readFile(target, 'utf8')).not.toContain('New');
  });

  it('when a view or a temporary file is a symbolic link: it is replaced, not followed', async () => {
    await put('Hello');
    const target = join(root, 'target');
    await writeFile(target, 'mine');
    await rm(at(`${name}.html`));
    await symlink(target, at(`${name}.html`));
    await symlink(target, at(`.${name}.json.tmp`));
    await put('New');
    expect(await readFile(target, 'utf8')).toBe('mine');
    expect((await lstat(at(`${name}.html`))).isFile()).toBe(true);
  });

  it.each(['../bolt/welcome.en', '/etc/passwd', 'welcome', 'workspace', 'a.b.c', 'a\0.en', '.en', '..', 'a.'])(
    'when an object is called %j',
    async (id) => {
      await put('Hello');
      const failure = { failure: 'rejected' };
      await expect(workspace.put(id, payloadOf(local, 'x'))).rejects.toMatchObject(failure);
      await expect(workspace.read({ id, name: id })).rejects.toMatchObject(failure);
      await expect(workspace.archive({ id, name: id })).rejects.toMatchObject(failure);
    },
  );
});

describe('a local workspace refuses', () => {
  it('what another repository wrote', async () => {
    await put('Ours');
    const other = bind('other-repository');
    await expect(other.put(name, payloadOf(local, 'Theirs'))).rejects.toMatchObject({ failure: 'foreign' });
    expect(await all(other.list())).toEqual([{ id: name, name }]);
  });

  it('a folder that is another workspace', async () => {
    await put('Hello');
    await writeFile(at('workspace.json'), '{"account":"demo","workspace":"bolt"}');
    const again = bind();
    const failure = { failure: 'identity', message: expect.stringContaining('is the workspace demo/bolt') };
    await expect(again.put(name, payloadOf(local, 'New'))).rejects.toMatchObject(failure);
    await expect(again.archive({ id: name, name })).rejects.toMatchObject(failure);
    expect(await text(`${name}.html`)).toBe('Hello');
  });

  it('a workspace.json that says nothing', async () => {
    await mkdir(at(), { recursive: true });
    await writeFile(at('workspace.json'), '{');
    await expect(put('Hello')).rejects.toMatchObject({ failure: 'identity' });
  });

  it('a folder where a view should be', async () => {
    await mkdir(at(`${name}.html`), { recursive: true });
    const message = expect.stringMatching(
      /^Cannot write \.tenantry\/local\/demo\/acme\/order-confirmation\.en\.html \(E/,
    );
    await expect(put('Hello')).rejects.toMatchObject({ failure: 'storage', message });
    expect(await all(workspace.list())).toEqual([]);
  });
});
