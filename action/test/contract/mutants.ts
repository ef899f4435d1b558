import { digestOf } from '../../src/digest.ts';
import { ProviderError } from '../../src/providers/errors.ts';
import type { RemoteTemplate } from '../../src/providers/provider.ts';
import { all } from './harness.ts';
import {
  brokenProvider,
  brokenWorkspace,
  type Mutant,
  overlay,
  take,
  withAccount,
  withProvider,
  withWorkspaces,
} from './mutate.ts';

export const mutants: readonly Mutant[] = [
  brokenWorkspace('what is put can be read back and is listed', 'a put stores something else', (real) => ({
    put: (name, payload, ...rest) => real.put(name, { ...payload, topic: 'other' }, ...rest),
  })),
  brokenWorkspace('a second put changes the same object', 'a known object is not updated', (real) => ({
    put: async (name, payload, known, signal) =>
      known ? { ...known, remote: digestOf(payload) } : real.put(name, payload, known, signal),
  })),
  brokenWorkspace('equal content is not written again', 'every put writes anew', (real) => ({
    put: async (name, payload, known, signal) => {
      const old = (await all(real.list())).find((object) => object.name === name);
      if (old) await real.archive(old);
      return real.put(name, payload, known, signal);
    },
  })),
  brokenWorkspace('a listing is complete, however many objects there are', 'only the first page is listed', (real) => ({
    list: (signal) => take(real.list(signal), 100),
  })),
  brokenWorkspace('writes to one workspace at once do not disturb each other', 'writes share a buffer', (real) => {
    let last = {};
    return {
      put: async (name, payload, ...rest) => {
        last = payload;
        await Promise.resolve();
        return real.put(name, last, ...rest);
      },
    };
  }),
  brokenWorkspace('what is not there reads as undefined', 'reading nothing gives an empty payload', (real) => ({
    read: async (...call) => (await real.read(...call)) ?? {},
  })),
  brokenWorkspace('the listing carries the marker of what was put last', 'a marker outlives an update', (real) => {
    const first = new Map<string, RemoteTemplate>();
    return {
      list: async function* (signal) {
        for await (const object of real.list(signal)) {
          if (!first.has(object.name)) first.set(object.name, object);
          yield first.get(object.name) ?? object;
        }
      },
    };
  }),
  {
    clause: 'a foreign object is listed without a marker',
    what: 'everything is taken for ours',
    mutate: (harness) =>
      withWorkspaces(harness, (real) => ({
        list: async function* (signal) {
          const marker = { repository: harness.repository, digest12: '000000000000' };
          for await (const object of real.list(signal)) yield { ...object, marker };
        },
      })),
  },
  brokenWorkspace('a foreign object of that name is refused, and stays as it is', 'a refusal is swallowed', (real) => ({
    put: (name, payload, ...rest) =>
      real.put(name, payload, ...rest).catch(() => ({ id: name, name, remote: digestOf(payload) })),
  })),
  brokenWorkspace('a foreign object is not archived', 'a refusal to archive is swallowed', (real) => ({
    archive: (...call) => real.archive(...call).catch(() => undefined),
  })),
  brokenWorkspace(
    'a write whose record was lost is found again, not doubled',
    'every put without a record creates',
    (real) => {
      return {
        put: async (name, payload, known, signal) => {
          const taken = known === undefined && (await all(real.list())).some((object) => object.name === name);
          return real.put(taken ? `again-${name}` : name, payload, known, signal);
        },
      };
    },
  ),
  brokenWorkspace('what is archived is out of use, and the rest is not', 'archiving does nothing', () => ({
    archive: async () => undefined,
  })),
  brokenWorkspace('archiving twice is fine', 'archiving what is gone fails', (real) => ({
    archive: async (ref, signal) => {
      if (!(await real.read(ref))) throw new ProviderError('not-found', 'there is no such object');
      await real.archive(ref, signal);
    },
  })),
  brokenWorkspace('tidying up leaves alone what is in order', 'tidying up removes what it did not write', (real) => ({
    tidy: async () => {
      for (const object of await all(real.list())) if (object.marker) await real.archive(object);
    },
  })),
  brokenWorkspace('what was archived can be put again', 'archived names are never used again', (real) => {
    const gone = new Set<string>();
    return {
      archive: async (ref, signal) => {
        gone.add(ref.name);
        await real.archive(ref, signal);
      },
      put: async (name, payload, ...rest) =>
        gone.has(name) ? { id: name, name, remote: digestOf(payload) } : real.put(name, payload, ...rest),
    };
  }),
  brokenWorkspace(
    'messages of every channel and locale are kept apart and come back whole',
    'locales share an object',
    (real) => ({
      put: (name, ...rest) => real.put(name.replace(/\..*/, '.en'), ...rest),
    }),
  ),
  brokenProvider(
    'equal messages have equal payloads, and each difference shows',
    'the sender does not count',
    (real) => ({
      encode: (message, tenant) => real.encode(message, { ...tenant, senders: {} }),
    }),
  ),
  {
    clause: 'no marker is in what customers receive',
    what: 'the payload holds a marker',
    mutate: (harness) =>
      withProvider(harness, (real) => ({
        encode: (message, tenant) => ({ ...real.encode(message, tenant), note: `tenantry:${harness.repository}:0` }),
      })),
  },
  brokenWorkspace('names of the greatest length work, and stay apart', 'long names lose their end', (real) => ({
    put: (name, ...rest) => real.put(name.length > 60 ? `${name.slice(0, 60)}.en` : name, ...rest),
  })),
  brokenWorkspace('names past the limit are cut so that they fit and stay apart', 'hash suffixes are cut', (real) => ({
    put: (name, ...rest) => real.put(name.replace(/-[0-9a-f]{10}\./, '.'), ...rest),
  })),
  brokenWorkspace('a name past the limit is rejected rather than cut', 'names are cut in silence', (real) => ({
    put: (name, ...rest) => real.put(name.length > 60 ? `${name.slice(0, 60)}.en` : name, ...rest),
  })),
  brokenWorkspace(
    'a workspace says whose it is, by the vendor’s own word',
    'identity is the account’s alone',
    (real) => ({
      identify: async (signal) => {
        const identity = await real.identify(signal);
        return identity && { ...identity, workspace: identity.account };
      },
    }),
  ),
  brokenWorkspace('a workspace in which nothing was put lists nothing', 'a default object is made up', () => ({
    list: async function* () {
      yield { id: 'default', name: 'default' };
    },
  })),
  {
    clause: 'what happens in one workspace does not show in another',
    what: 'the scoping is forgotten',
    mutate: (harness) => withAccount(harness, (real) => ({ workspace: () => real.workspace(harness.workspaces[0]) })),
  },
  {
    clause: 'an id that no workspace can have is refused',
    what: 'ids are made to fit',
    mutate: (harness) =>
      withAccount(harness, (real) => ({
        workspace: (id) => {
          try {
            return real.workspace(id);
          } catch {
            return real.workspace(harness.workspaces[0]);
          }
        },
      })),
  },
  {
    clause: 'a workspace that is another one says so',
    what: 'identity repeats the question',
    mutate: (harness) =>
      withAccount(harness, (real) => ({
        workspace: (id) =>
          overlay(real.workspace(id), { identify: async () => ({ account: real.name, workspace: id }) }),
      })),
  },
  brokenWorkspace(
    'every call to a workspace in trouble fails with a typed error; no listing ends early instead',
    'a failed listing is empty',
    (real) => ({
      list: async function* (signal) {
        try {
          yield* real.list(signal);
        } catch {
          return;
        }
      },
    }),
  ),
  {
    clause: 'trouble in one workspace leaves the others alone',
    what: 'one failure stops the account',
    mutate: (harness) => {
      let failed: unknown;
      return withWorkspaces(harness, (real) => ({
        put: async (...call) => {
          if (failed) throw failed;
          return real.put(...call).catch((error: unknown) => {
            failed = error;
            throw error;
          });
        },
      }));
    },
  },
  {
    clause: 'no error tells a secret',
    what: 'errors quote the request',
    mutate: (harness) =>
      withWorkspaces(harness, (real) => ({
        identify: (signal) =>
          real.identify(signal).catch((error: Error) => {
            throw new ProviderError('unavailable', `${error.message} (${harness.secrets.join(' ')})`);
          }),
      })),
  },
  brokenWorkspace(
    'a call that is called off throws the reason and writes nothing',
    'the signal is not passed on',
    (real) => ({
      put: (name, payload, known) => real.put(name, payload, known),
    }),
  ),
];
