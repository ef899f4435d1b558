import { expect } from 'vitest';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import { ProviderError } from '../../src/providers/errors.ts';
import type { Payload, RemoteRef, Workspace } from '../../src/providers/provider.ts';
import type { Clause } from './clauses.ts';
import { all, type Harness, payloadOf } from './harness.ts';

const name = 'order-confirmation.en';

export const boundaries: readonly Clause[] = [
  {
    name: 'a workspace says whose it is, by the vendor’s own word',
    async check({ provider, account, workspaces }) {
      for (const id of workspaces) {
        const workspace = account.workspace(id);
        if (provider.capabilities.createsWorkspaces) expect(await workspace.identify()).toBeUndefined();
        await workspace.put(name, payloadOf(provider, 'Hello'));
        expect(await account.workspace(id).identify()).toEqual({ account: account.name, workspace: id });
      }
    },
  },
  {
    name: 'a workspace in which nothing was put lists nothing',
    async check({ account, workspaces: [id] }) {
      expect(await all(account.workspace(id).list())).toEqual([]);
    },
  },
  {
    name: 'what happens in one workspace does not show in another',
    async check({ provider, account, workspaces: [one, other] }) {
      const ref = await account.workspace(one).put(name, payloadOf(provider, 'One'));
      await account.workspace(other).put(name, payloadOf(provider, 'Other'));
      await account.workspace(one).put('welcome.en', payloadOf(provider, 'Welcome'));
      await account.workspace(one).archive(ref);
      expect((await all(account.workspace(one).list())).map((object) => object.name)).toEqual(['welcome.en']);
      expect((await all(account.workspace(other).list())).map((object) => object.name)).toEqual([name]);
    },
  },
  {
    name: 'an id that no workspace can have is refused',
    async check(harness) {
      const before = await harness.writes();
      for (const id of harness.impossibleIds) {
        expect(() => harness.account.workspace(id), JSON.stringify(id)).toThrow(InvalidInput);
      }
      expect(await harness.writes()).toEqual(before);
    },
  },
  {
    name: 'a workspace that is another one says so',
    async check(harness) {
      const { provider, account, workspaces } = harness;
      const [one, other] = workspaces;
      for (const id of workspaces) await account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      await harness.misdirect(one, other);
      const identity = await account
        .workspace(one)
        .identify()
        .catch((error: unknown) => error);
      if (identity instanceof ProviderError) expect(['identity', 'credentials', 'storage']).toContain(identity.failure);
      else expect(identity).toEqual({ account: account.name, workspace: other });
    },
  },
];

/** What can be asked of a workspace, and of an object that it holds. */
const calls: Readonly<Record<string, (workspace: Workspace, about: About, signal?: AbortSignal) => Promise<unknown>>> =
  {
    identify: (workspace, _, signal) => workspace.identify(signal),
    list: (workspace, _, signal) => all(workspace.list(signal)),
    read: (workspace, { ref }, signal) => workspace.read(ref, signal),
    put: (workspace, { payload }, signal) => workspace.put(name, payload, undefined, signal),
    archive: (workspace, { ref }, signal) => workspace.archive(ref, signal),
  };

interface About {
  readonly ref: RemoteRef;
  /** Another one than the object has. */
  readonly payload: Payload;
}

async function failuresOf(harness: Harness): Promise<Error[]> {
  const { account, provider, workspaces } = harness;
  const ref = await account.workspace(workspaces[0]).put(name, payloadOf(provider, 'Hello'));
  const about = { ref, payload: payloadOf(provider, 'New') };
  await harness.sabotage(workspaces[0]);
  const found: Error[] = [];
  for (const [call, make] of Object.entries(calls)) {
    const outcome: unknown = await make(account.workspace(workspaces[0]), about).catch((error: unknown) => error);
    expect(outcome, call).toBeInstanceOf(ProviderError);
    if (outcome instanceof Error) found.push(outcome);
  }
  return found;
}

export const failures: readonly Clause[] = [
  {
    name: 'every call to a workspace in trouble fails with a typed error; no listing ends early instead',
    async check(harness) {
      const errors = await failuresOf(harness);
      expect(errors).toHaveLength(Object.keys(calls).length);
      for (const error of errors) expect(error.message.length).toBeGreaterThan(20);
    },
  },
  {
    name: 'trouble in one workspace leaves the others alone',
    async check(harness) {
      await harness.sabotage(harness.workspaces[0]);
      const { account, provider, workspaces } = harness;
      await expect(account.workspace(workspaces[0]).put(name, payloadOf(provider, 'Hello'))).rejects.toThrow(
        ProviderError,
      );
      await account.workspace(workspaces[1]).put(name, payloadOf(provider, 'Hello'));
      expect(await all(account.workspace(workspaces[1]).list())).toHaveLength(1);
    },
  },
  {
    name: 'no error tells a secret',
    async check(harness) {
      for (const error of await failuresOf(harness)) {
        for (const secret of harness.secrets) expect(error.message).not.toContain(secret);
      }
    },
  },
  {
    name: 'a call that is called off throws the reason and writes nothing',
    async check(harness) {
      const { account, provider, workspaces } = harness;
      const [id] = workspaces;
      const ref = await account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      const about = { ref, payload: payloadOf(provider, 'New') };
      const before = await harness.writes();
      const reason = new Error('called off');
      const signal = AbortSignal.abort(reason);
      for (const [call, make] of Object.entries(calls)) {
        const outcome: unknown = await make(account.workspace(id), about, signal).catch((error: unknown) => error);
        expect(outcome, call).toBe(reason);
      }
      expect(await harness.writes()).toEqual(before);
    },
  },
];
