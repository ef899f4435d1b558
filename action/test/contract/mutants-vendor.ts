import { ProviderError } from '../../src/providers/errors.ts';
import type { Workspace } from '../../src/providers/provider.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { all } from './harness.ts';
import { overlay, withAccount, withWorkspaces } from './mutate.ts';

/** A provider that breaks one clause for vendors, made from one that keeps it. */
export interface VendorMutant {
  readonly clause: string;
  readonly what: string;
  mutate(harness: VendorHarness): VendorHarness;
}

function broken(clause: string, what: string, change: (real: Workspace) => Partial<Workspace>): VendorMutant {
  return { clause, what, mutate: (harness) => withWorkspaces(harness, change) as VendorHarness };
}

export const vendorMutants: readonly VendorMutant[] = [
  broken('each failure of the vendor is told by its kind', 'every failure is the network’s', (real) => ({
    list: async function* (signal) {
      try {
        yield* real.list(signal);
      } catch {
        throw new ProviderError('unavailable', 'something went wrong');
      }
    },
  })),
  broken('the vendor’s own words are told where it refuses content', 'only the status is told', (real) => ({
    put: (...call) =>
      real.put(...call).catch((error: ProviderError) => {
        throw new ProviderError(error.failure, 'refused with 400');
      }),
  })),
  broken(
    'an answer of success that is empty does not say that an object is missing',
    'it is taken for that',
    (real) => ({
      read: (...call) => real.read(...call).catch(() => undefined),
    }),
  ),
  broken('a failure that passes is waited out', 'the first failure is the last', (real) => {
    let failed = false;
    return {
      put: (...call) => {
        if (failed) return real.put(...call);
        failed = true;
        return Promise.reject(new ProviderError('unavailable', 'it was not tried again'));
      },
    };
  }),
  {
    clause: 'what may have been written is looked for, not written twice',
    what: 'what failed is written once more',
    mutate: (harness) =>
      withWorkspaces(harness, (real) => ({
        put: async (name, payload, ...rest) => {
          await harness.plantForeign(harness.workspaces[0], name);
          return await real.put(name, payload, ...rest).catch(() => real.put(`again-${name}`, payload, ...rest));
        },
      })) as VendorHarness,
  },
  broken('what was written is found again while listings lag behind', 'only listings are believed', (real) => {
    let written = false;
    return {
      put: async (name, payload, known, signal) => {
        const again = written && known === undefined ? `again-${name}` : name;
        written = true;
        return await real.put(again, payload, known, signal);
      },
    };
  }),
  broken(
    'a workspace that is full says so, and what it holds can still be changed',
    'a full one refuses content',
    (real) => ({
      put: (...call) =>
        real.put(...call).catch((error: ProviderError) => {
          throw error.failure === 'quota' ? new ProviderError('rejected', error.message) : error;
        }),
    }),
  ),
  broken(
    'a call in flight that is called off ends at once, with the reason',
    'the signal is not passed on',
    (real) => ({
      list: () => real.list(),
    }),
  ),
  {
    clause: 'a missing key is told with where it was looked for',
    what: 'only that there is none is told',
    mutate: (harness) =>
      overlay(harness, {
        vendor: overlay(harness.vendor, {
          withoutKey: () => {
            const { account, variable } = harness.vendor.withoutKey();
            const workspace = (id: string) =>
              overlay(account.workspace(id), {
                identify: () => Promise.reject(new ProviderError('credentials', 'there is no key')),
              });
            return { account: overlay(account, { workspace }), variable };
          },
        }),
      }),
  },
  {
    clause: 'no failure tells a secret, even where the vendor repeats it',
    what: 'causes are kept as they came',
    mutate: (harness) =>
      withAccount(harness, (account) => ({
        workspace: (id) => {
          const real = account.workspace(id);
          return overlay(real, {
            identify: (signal) =>
              real.identify(signal).catch((error: Error) => {
                const cause = new Error(`authorization: Bearer ${harness.secrets[0]}`);
                throw new ProviderError('unavailable', error.message, { cause });
              }),
          });
        },
      })) as VendorHarness,
  },
  broken('each failure of the vendor is told by its kind', 'a listing that fails is empty', (real) => ({
    list: async function* (signal) {
      yield* await all(real.list(signal)).catch(() => []);
    },
  })),
];
