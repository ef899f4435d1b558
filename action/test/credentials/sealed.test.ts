import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../src/config/model.ts';
import { credentialsOf } from '../../src/providers/credentials.ts';
import { ProviderError } from '../../src/providers/errors.ts';
import { newIdentity, type Place, seal, sealedPath, sealedWorkspaces } from '../../src/providers/sealed.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

const canary = 'key-canary-of-a-workspace';
const root = temporaryFolder('sealed');
let own: Awaited<ReturnType<typeof newIdentity>>;
let other: typeof own;
beforeAll(async () => {
  [own, other] = await Promise.all([newIdentity(), newIdentity()]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const account = 'braze-us';

async function put(place: Place, recipients = [own.recipient], key = canary): Promise<string> {
  const file = join(root, sealedPath(place));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await seal(key, place, recipients));
  return file;
}

/** The credential of a workspace, and the secrets that were told. */
async function lookUp(workspace: string, identity: string | undefined = own.identity) {
  const config: Account = {
    provider: 'braze',
    options: { instance: 'us-01' },
    credentials: { identity: { env: 'TENANTRY_AGE_KEY' }, recipients: [own.recipient] },
  };
  const told: string[] = [];
  const credential = (name: string) => (name === 'TENANTRY_AGE_KEY' ? identity : undefined);
  const environment = { root, credential, onSecret: (secret: string) => void told.push(secret) };
  const find = credentialsOf(environment, { name: account, config });
  return { found: await find(workspace), again: await find(workspace), told };
}

describe('a key in an encrypted file', () => {
  it('is found, told once to whoever hides secrets, and is the workspace’s own', async () => {
    const file = await put({ account, workspace: 'acme' });
    const { found, again, told } = await lookUp('acme');
    expect(found).toEqual({ value: canary, of: 'workspace' });
    expect(again).toEqual(found);
    expect(told).toEqual([canary]);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^-----BEGIN AGE ENCRYPTED FILE-----\n[\s\S]*\n-----END AGE ENCRYPTED FILE-----\n$/,
    );
  });

  it('opens with one of several identities, as age-keygen writes them, and on a checkout with CRLF', async () => {
    const file = await put({ account, workspace: 'crlf' }, [other.recipient, own.recipient]);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    const third = await newIdentity();
    const text = `# created: today\r\n${third.identity}\r\n\r\n${own.identity}\r\n`;
    expect((await lookUp('crlf', text)).found.value).toBe(canary);
  });

  it.each(['Sunnyside', 'a/b', '..', '../../x', 'Bolt Foods', "it's (1)*~!", '%41', 'a@b.c+d'])(
    'has a name that stays in its folder and says the workspace: %s',
    async (workspace) => {
      const path = sealedPath({ account: 'names', workspace });
      expect(path).toMatch(/^\.github\/credentials\/names\/[A-Za-z0-9._%-]+\.age$/);
      await put({ account: 'names', workspace });
      expect(sealedWorkspaces(root, 'names')).toContain(workspace);
    },
  );

  it('keeps to one recipient at least who is one', async () => {
    await expect(seal(canary, { account, workspace: 'x' }, ['age1nonsense'])).rejects.toThrow(TypeError);
  });
});

describe('a key that cannot be had', () => {
  const cases: readonly [
    words: string,
    make: (place: Place) => Promise<unknown>,
    identity?: () => string | undefined,
  ][] = [
    ['does not exist. Create it with `npm run tenantry -- credentials add braze-us', async () => {}],
    ['exists, but the variable TENANTRY_AGE_KEY is not set', put, () => ' '],
    ['the value of TENANTRY_AGE_KEY is not an age identity', put, () => `${own.identity.slice(0, -1)}!`],
    ['was not encrypted for the identity in TENANTRY_AGE_KEY', (place) => put(place, [other.recipient])],
    ['is damaged', async (place) => writeFileSync(await put(place), 'nonsense')],
    [
      'is damaged',
      async (place) => {
        const file = await put(place);
        const [head = '', ...lines] = readFileSync(file, 'utf8').split('\n');
        const last = lines.findIndex((line) => line.startsWith('-----END')) - 1;
        lines[last] = lines[last]!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
        writeFileSync(file, [head, ...lines].join('\n'));
      },
    ],
    ['does not hold a key', (place) => put(place, [own.recipient], 'two words')],
    [
      'was encrypted for another account or workspace',
      async (place) => cpSync(await put({ account, workspace: 'another' }), join(root, sealedPath(place))),
    ],
    [
      'is not a regular file',
      async (place) => symlinkSync(await put({ account, workspace: 'another' }), join(root, sealedPath(place))),
    ],
  ];
  it.each(cases.map(([words, make, identity], index) => ({ words, make, identity, workspace: `w${index}` })))(
    'is told with account, workspace and place, never with a secret: $words',
    async ({ words, make, identity, workspace }) => {
      const place = { account, workspace };
      await make(place);
      const error = await lookUp(workspace, identity ? identity() : own.identity).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ProviderError);
      const { failure, message, stack, cause } = error as ProviderError;
      expect(failure).toBe('credentials');
      expect(message).toContain(`There is no key for ${account}/${workspace}: `);
      expect(message).toContain(words);
      expect(message.includes(sealedPath(place)) || message.includes('TENANTRY_AGE_KEY')).toBe(true);
      expect(cause).toBeUndefined();
      for (const secret of [canary, own.identity.slice(0, 30)]) expect(`${message}${stack}`).not.toContain(secret);
    },
  );

  it('a folder that is a link is not followed', async () => {
    const elsewhere = temporaryFolder('elsewhere');
    symlinkSync(elsewhere, join(root, '.github/credentials/linked'));
    expect(() => sealedWorkspaces(root, 'linked')).toThrow('.github/credentials/linked is not a folder');
    rmSync(elsewhere, { recursive: true });
  });
});
