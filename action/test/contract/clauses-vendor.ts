import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { Fault } from '../../src/emulators/faults.ts';
import { ProviderError, type ProviderFailure } from '../../src/providers/errors.ts';
import type { Account } from '../../src/providers/provider.ts';
import { all, type Harness, payloadOf } from './harness.ts';

/** A vendor that is reached over HTTP: its emulator can be made to fail in every way. */
export interface VendorHarness extends Harness {
  readonly vendor: {
    /** Makes calls to a workspace go wrong. */
    fault(workspace: string, fault: Fault): void;
    /** No call goes wrong any more, and long enough ago that a workspace that did not answer is tried again. */
    recover(): void;
    /** How the vendor tells that it creates an object: to make just that go wrong. */
    readonly create: Pick<Fault, 'method' | 'path'>;
    /** Milliseconds until listings show what was created or deleted. */
    lag(milliseconds: number): void;
    /** Fills a workspace with objects, until no more can be created. */
    fill(workspace: string): Promise<void>;
    /** The account without anything in its variable, and that variable's name. */
    withoutKey(): { readonly account: Account; readonly variable: string };
    /** How many objects of a name a workspace really holds. */
    count(workspace: string, name: string): Promise<number>;
  };
}

/** One promise that every provider of a vendor reached over HTTP keeps. */
export interface VendorClause {
  readonly name: string;
  check(harness: VendorHarness): Promise<void>;
}

const name = 'order-confirmation.en';

/** Ways to fail, and what each is to be told as. */
const kinds: readonly (readonly [Fault, ProviderFailure])[] = [
  [{ kind: 'status', status: 401 }, 'credentials'],
  [{ kind: 'status', status: 403 }, 'credentials'],
  [{ kind: 'status', status: 400, words: 'the subject is not allowed' }, 'rejected'],
  [{ kind: 'status', status: 404 }, 'not-found'],
  [{ kind: 'status', status: 413 }, 'rejected'],
  [{ kind: 'status', status: 429 }, 'rate-limited'],
  [{ kind: 'status', status: 429, retryAfter: '0' }, 'rate-limited'],
  [{ kind: 'status', status: 500 }, 'unavailable'],
  [{ kind: 'status', status: 503, retryAfter: '0' }, 'unavailable'],
  [{ kind: 'html' }, 'unavailable'],
  [{ kind: 'html', status: 502 }, 'unavailable'],
  [{ kind: 'nonsense' }, 'unavailable'],
  [{ kind: 'empty' }, 'unavailable'],
  [{ kind: 'redirect' }, 'unavailable'],
  [{ kind: 'reset' }, 'unavailable'],
  [{ kind: 'silence' }, 'unavailable'],
  [{ kind: 'slow-body' }, 'unavailable'],
];

export const vendorClauses: readonly VendorClause[] = [
  {
    name: 'each failure of the vendor is told by its kind',
    async check({ provider, account, workspaces: [id], vendor }) {
      for (const [fault, failure] of kinds) {
        vendor.fault(id, fault);
        const error = await all(account.workspace(id).list()).catch((reason: unknown) => reason);
        expect(error, inspect(fault)).toMatchObject({ failure });
        vendor.recover();
        const identity = await account.workspace(id).identify();
        if (!provider.capabilities.claimsWorkspaces) expect(identity).toBeDefined();
      }
    },
  },
  {
    name: 'the vendor’s own words are told where it refuses content',
    async check({ provider, account, workspaces: [id], vendor }) {
      vendor.fault(id, { kind: 'status', status: 400, words: 'the subject is not allowed', ...vendor.create });
      const put = account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      await expect(put).rejects.toMatchObject({
        failure: 'rejected',
        message: expect.stringContaining('the subject is not allowed'),
      });
    },
  },
  {
    name: 'an answer of success that is empty does not say that an object is missing',
    async check({ provider, account, workspaces: [id], vendor }) {
      const ref = await account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      vendor.fault(id, { kind: 'empty', method: 'GET' });
      const read = account.workspace(id).read(ref);
      await expect(read).rejects.toMatchObject({ failure: 'unavailable' });
    },
  },
  {
    name: 'a failure that passes is waited out',
    async check({ provider, account, workspaces: [id], vendor }) {
      vendor.fault(id, { kind: 'status', status: 503, times: 1 });
      vendor.fault(id, { kind: 'status', status: 429, retryAfter: '0', times: 1, ...vendor.create });
      const ref = await account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      expect(await account.workspace(id).read(ref)).toEqual(payloadOf(provider, 'Hello'));
    },
  },
  {
    name: 'what may have been written is looked for, not written twice',
    async check({ provider, account, workspaces: [id], vendor }) {
      for (const kind of ['status', 'reset', 'silence', 'nonsense'] as const) {
        vendor.fault(id, { kind, carriedOut: true, times: 1, ...vendor.create });
        const one = `${kind}.en`;
        const ref = await account.workspace(id).put(one, payloadOf(provider, kind));
        expect(await account.workspace(id).read(ref)).toEqual(payloadOf(provider, kind));
        expect(await vendor.count(id, one), kind).toBe(1);
        vendor.recover();
      }
    },
  },
  {
    name: 'what was written is found again while listings lag behind',
    async check({ provider, account, workspaces: [id], vendor, open, repository }) {
      vendor.lag(60_000);
      const first = await account.workspace(id).put(name, payloadOf(provider, 'Old'));
      const again = await account.workspace(id).put(name, payloadOf(provider, 'New'));
      expect(again.id).toBe(first.id);
      // Another process has the record alone; where listings say whose a workspace is, it can only refuse.
      const elsewhere = await open(repository)
        .workspace(id)
        .put(name, payloadOf(provider, 'New'), first)
        .catch((error: unknown) => error);
      if (!(elsewhere instanceof ProviderError)) expect(elsewhere).toMatchObject({ id: first.id });
      expect(await vendor.count(id, name)).toBe(1);
      expect((await all(account.workspace(id).list())).map((object) => object.id)).toEqual([first.id]);
      await account.workspace(id).archive(again);
      expect(await all(account.workspace(id).list())).toEqual([]);
    },
  },
  {
    name: 'a workspace that is full says so, and what it holds can still be changed',
    async check({ provider, account, workspaces: [id], vendor }) {
      const known = await account.workspace(id).put(name, payloadOf(provider, 'Old'));
      await vendor.fill(id);
      const workspace = account.workspace(id);
      await expect(workspace.put('welcome.en', payloadOf(provider, 'Hello'))).rejects.toMatchObject({
        failure: 'quota',
      });
      const changed = await workspace.put(name, payloadOf(provider, 'New'), known);
      expect(await workspace.read(changed)).toEqual(payloadOf(provider, 'New'));
      expect(await vendor.count(id, 'welcome.en')).toBe(0);
    },
  },
  {
    name: 'a call in flight that is called off ends at once, with the reason',
    async check({ provider, account, workspaces: [id], vendor }) {
      const ref = await account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      vendor.fault(id, { kind: 'silence' });
      const calls = {
        identify: (signal: AbortSignal) => account.workspace(id).identify(signal),
        list: (signal: AbortSignal) => all(account.workspace(id).list(signal)),
        read: (signal: AbortSignal) => account.workspace(id).read(ref, signal),
      };
      for (const [call, make] of Object.entries(calls)) {
        const stop = new AbortController();
        const reason = new Error('called off');
        const made = make(stop.signal);
        setImmediate(() => stop.abort(reason));
        expect(await made.catch((error: unknown) => error), call).toBe(reason);
      }
    },
  },
  {
    name: 'a missing key is told with where it was looked for',
    async check({ workspaces: [id], vendor }) {
      const { account, variable } = vendor.withoutKey();
      const error: unknown = await account
        .workspace(id)
        .identify()
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ failure: 'credentials' });
      for (const word of [account.name, id, variable]) expect((error as Error).message).toContain(word);
    },
  },
  {
    name: 'no failure tells a secret, even where the vendor repeats it',
    async check(harness) {
      const { provider, account, workspaces, vendor, secrets } = harness;
      const [id] = workspaces;
      for (const [fault] of kinds) {
        vendor.fault(id, { words: `you sent Bearer ${secrets.join(' and ')}`, ...fault });
        const workspace = account.workspace(id);
        const failed = await Promise.allSettled([
          workspace.identify(),
          workspace.put(name, payloadOf(provider, 'Hello')),
          workspace.archive({ id: 'x', name }),
        ]);
        for (const outcome of failed) {
          if (outcome.status === 'fulfilled') continue;
          expect(outcome.reason).toBeInstanceOf(ProviderError);
          const everything = inspect(outcome.reason, { depth: Number.POSITIVE_INFINITY, showHidden: true });
          expect(everything).not.toContain(secrets[0]);
        }
        vendor.recover();
        await workspace.identify();
      }
    },
  },
];
