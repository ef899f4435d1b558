import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/digest.ts';
import { dataMapping } from '../../src/providers/data-mapping.ts';
import { orMissing } from '../../src/providers/http/answers.ts';
import { VendorError } from '../../src/providers/http/failure.ts';
import { Kept } from '../../src/providers/kept.ts';
import { storageError } from '../../src/providers/local/storage-error.ts';
import { formatMarker, markerFor, parseMarker } from '../../src/providers/marker.ts';
import { remoteName } from '../../src/providers/remote-name.ts';
import { senderOf } from '../../src/providers/sender.ts';
import type { Dialect } from '../../src/template/dialects/dialect.ts';
import { message, tenant } from '../contract/harness.ts';

describe('markers', () => {
  it('come back from their text', () => {
    const marker = markerFor('acme-messaging', sha256('payload'));
    expect(formatMarker(marker)).toMatch(/^tenantry:acme-messaging:[0-9a-f]{12}$/);
    expect(parseMarker(formatMarker(marker))).toEqual(marker);
    expect(sha256('payload')).toContain(marker.digest12);
  });

  it.each([
    '',
    'tenantry:',
    'tenantry:a:12345',
    'tenantry:A:0123456789ab',
    'tenantry:a:0123456789ab ',
    'x tenantry:a:0123456789ab',
    'tenantry:a:0123456789AB',
  ])('are not read from %j', (text) => expect(parseMarker(text)).toBeUndefined());
});

describe('remote names', () => {
  it('are template and locale where that fits', () => {
    expect(remoteName('welcome', 'es-US', 13)).toBe('welcome.es-US');
  });

  it('past the limit are cut, with a hash of the whole', () => {
    const cut = remoteName('welcome-to-the-club', 'en', 20);
    expect(cut).toMatch(/^welcom-[0-9a-f]{10}\.en$/);
    expect(remoteName('welcome-to-the-clan', 'en', 20)).not.toBe(cut);
    expect(remoteName('welcome-to-the-club', 'en', 20)).toBe(cut);
  });
});

describe('senders', () => {
  it('go by category, with the tenant’s name unless they have one', () => {
    expect(senderOf(message(), tenant)).toEqual({ address: 'orders@acme.example', name: 'Acme Market' });
    const named = {
      ...tenant,
      senders: { marketing: { address: 'a@acme.example', name: 'Ann', replyTo: 'b@acme.example' } },
    };
    expect(senderOf(message({ category: 'marketing' }), named)).toEqual(named.senders.marketing);
  });

  it('belong to email alone', () => {
    expect(senderOf(message({ channel: 'push' }), tenant)).toBeUndefined();
    expect(senderOf(message(), { ...tenant, senders: {} })).toBeUndefined();
  });
});

describe('the names of runtime data', () => {
  const dialect = {
    id: 'braze',
    defaultData: { recipient: { '*': 'custom_attribute.*', first_name: 'first' }, event: { '*': 'event.*' } },
  } as const satisfies Pick<Dialect, 'id' | 'defaultData'>;
  const full: Dialect = { ...dialect, vendorValues: [], print: () => ({ text: '', skeleton: [], problems: [] }) };

  it('are the dialect’s, with the account’s own in their place', () => {
    const account = { provider: 'local', options: { dialect: 'braze' } } as const;
    expect(dataMapping(full, account)).toEqual(dialect.defaultData);
    expect(dataMapping(full, { ...account, data: { recipient: { first_name: 'given' } } })).toEqual({
      recipient: { '*': 'custom_attribute.*', first_name: 'given' },
      event: { '*': 'event.*' },
    });
  });
});

describe('what the file system says', () => {
  it.each([
    ['ENOSPC', 'Cannot write a/b (ENOSPC). The disk is full: free some space and deploy again.'],
    ['EROFS', 'Cannot write a/b (EROFS). The file system is read-only: deploy from a writable copy of the repository.'],
    ['EIO', 'Cannot write a/b (EIO). Check the disk and deploy again.'],
  ])('%s becomes a storage failure with the way out', (code, text) => {
    const cause = Object.assign(new Error('/secret/root/a/b'), { code });
    expect(storageError(cause, 'write', 'a/b')).toMatchObject({ failure: 'storage', message: text });
  });

  it('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(storageError(bug, 'write', 'a/b')).toBe(bug);
    const nodes = Object.assign(new TypeError('bad argument'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(storageError(nodes, 'write', 'a/b')).toBe(nodes);
  });
});

describe('what is kept', () => {
  it('is asked for once, by however many', async () => {
    const kept = new Kept<number>();
    let asked = 0;
    const ask = async () => ++asked;
    expect(await Promise.all([kept.get(ask), kept.get(ask)])).toEqual([1, 1]);
    expect(await kept.known()).toBe(1);
    kept.forget();
    expect(await kept.known()).toBeUndefined();
    expect(await kept.get(ask)).toBe(2);
  });

  it('is asked for again where the question failed', async () => {
    const kept = new Kept<string>();
    const fails = () => Promise.reject(new Error('no answer'));
    const both = [kept.get(fails), kept.get(fails)].map((one) => expect(one).rejects.toThrow('no answer'));
    await Promise.all(both);
    expect(await kept.get(async () => 'there')).toBe('there');
  });
});

describe('what a vendor says is not there', () => {
  it('is missing, and any other error is one', () => {
    expect(orMissing(new VendorError('not-found', 404, 'none'))).toBe('missing');
    expect(() => orMissing(new VendorError('unavailable', 500, 'trouble'))).toThrow('trouble');
    expect(() => orMissing(new TypeError('ours'))).toThrow('ours');
  });
});
