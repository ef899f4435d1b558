import { expect } from 'vitest';
import { digestOf } from '../../src/digest.ts';
import type { Clause } from './clauses.ts';
import { all, type Harness, payloadOf } from './harness.ts';

const name = 'order-confirmation.en';

export const objects: readonly Clause[] = [
  {
    name: 'what is put can be read back and is listed',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const payload = payloadOf(provider, 'Hello');
      const written = await workspace.put(name, payload);
      expect(written).toEqual({ id: expect.any(String), name, remote: digestOf(payload) });
      expect(await workspace.read(written)).toEqual(payload);
      expect((await all(workspace.list())).map((object) => [object.id, object.name])).toEqual([[written.id, name]]);
    },
  },
  {
    name: 'a second put changes the same object',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const first = await workspace.put(name, payloadOf(provider, 'Old'));
      const changed = payloadOf(provider, 'New');
      const second = await workspace.put(name, changed, first);
      expect(second.id).toBe(first.id);
      expect(second.remote).toBe(digestOf(changed));
      expect(await workspace.read(second)).toEqual(changed);
      expect(await all(workspace.list())).toHaveLength(1);
    },
  },
  {
    name: 'equal content is not written again',
    async check(harness) {
      const { provider, account, workspaces } = harness;
      const payload = payloadOf(provider, 'Hello');
      const known = await account.workspace(workspaces[0]).put(name, payload);
      const before = await harness.writes();
      expect(await account.workspace(workspaces[0]).put(name, payload, known)).toEqual(known);
      expect(await account.workspace(workspaces[0]).put(name, payload)).toEqual(known);
      expect(await harness.writes()).toEqual(before);
    },
  },
  {
    name: 'a listing is complete, however many objects there are',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const names = Array.from({ length: 230 }, (_, index) => `template-${index}.en`);
      for (const one of names) await workspace.put(one, payloadOf(provider, one));
      expect((await all(workspace.list())).map((object) => object.name).sort()).toEqual(names.sort());
    },
  },
  {
    name: 'writes to one workspace at once do not disturb each other',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const names = Array.from({ length: provider.limits.concurrency }, (_, index) => `template-${index}.en`);
      const written = await Promise.all(names.map((one) => workspace.put(one, payloadOf(provider, one))));
      for (const ref of written) expect(await workspace.read(ref)).toEqual(payloadOf(provider, ref.name));
    },
  },
  {
    name: 'what is not there reads as undefined',
    async check({ provider, account, workspaces: [id, other] }) {
      const workspace = account.workspace(id);
      const ref = await workspace.put(name, payloadOf(provider, 'Hello'));
      await workspace.archive(ref);
      expect(await workspace.read(ref)).toBeUndefined();
      expect(await account.workspace(other).read(ref)).toBeUndefined();
    },
  },
];

export const markers: readonly Clause[] = [
  {
    name: 'the listing carries the marker of what was put last',
    async check(harness) {
      const { provider, account, workspaces, repository } = harness;
      if (!provider.capabilities.marker) return;
      const workspace = account.workspace(workspaces[0]);
      for (const words of ['Old', 'New']) {
        const payload = payloadOf(provider, words);
        await workspace.put(name, payload);
        const [object] = await all(workspace.list());
        expect(object?.marker).toEqual({ repository, digest12: digestOf(payload).slice(0, 12) });
      }
    },
  },
  {
    name: 'a foreign object is listed without a marker',
    async check(harness) {
      const [id] = harness.workspaces;
      await plant(harness, id);
      const objects = await all(harness.account.workspace(id).list());
      expect(objects.map((object) => [object.name, object.marker]).sort()).toEqual([
        [name, undefined],
        ['welcome.en', expect.objectContaining({ repository: harness.repository })],
      ]);
    },
  },
  {
    name: 'a foreign object of that name is refused, and stays as it is',
    async check(harness) {
      const { provider, account, workspaces } = harness;
      const workspace = account.workspace(workspaces[0]);
      await plant(harness, workspaces[0]);
      const before = await harness.writes();
      await expect(workspace.put(name, payloadOf(provider, 'Ours'))).rejects.toMatchObject({ failure: 'foreign' });
      expect(await harness.writes()).toEqual(before);
    },
  },
  {
    name: 'a foreign object is not archived',
    async check(harness) {
      const workspace = harness.account.workspace(harness.workspaces[0]);
      await plant(harness, harness.workspaces[0]);
      const found = (await all(workspace.list())).find((object) => object.name === name);
      expect(found).toBeDefined();
      if (found) await expect(workspace.archive(found)).rejects.toMatchObject({ failure: 'foreign' });
      expect((await all(workspace.list())).map((object) => object.name)).toContain(name);
    },
  },
];

export const lostRecords: readonly Clause[] = [
  {
    name: 'a write whose record was lost is found again, not doubled',
    async check({ provider, account, workspaces: [id] }) {
      const first = await account.workspace(id).put(name, payloadOf(provider, 'Old'));
      const changed = payloadOf(provider, 'New');
      const again = await account.workspace(id).put(name, changed);
      expect(again.id).toBe(first.id);
      expect(await all(account.workspace(id).list())).toHaveLength(1);
      expect(await account.workspace(id).read(again)).toEqual(changed);
    },
  },
];

export const tidying: readonly Clause[] = [
  {
    name: 'tidying up leaves alone what is in order',
    async check(harness) {
      const { provider, account, workspaces } = harness;
      await account.workspace(workspaces[0]).put(name, payloadOf(provider, 'Hello'));
      await harness.plantForeign(workspaces[0], 'welcome.en');
      const before = await harness.writes();
      await account.workspace(workspaces[0]).tidy?.();
      expect(await harness.writes()).toEqual(before);
    },
  },
];

export const archiving: readonly Clause[] = [
  {
    name: 'what is archived is out of use, and the rest is not',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const gone = await workspace.put(name, payloadOf(provider, 'Bye'));
      await workspace.put('welcome.en', payloadOf(provider, 'Stay'));
      await workspace.archive(gone);
      expect((await all(workspace.list())).map((object) => object.name)).toEqual(['welcome.en']);
    },
  },
  {
    name: 'archiving twice is fine',
    async check({ provider, account, workspaces: [id] }) {
      const ref = await account.workspace(id).put(name, payloadOf(provider, 'Bye'));
      await account.workspace(id).archive(ref);
      await account.workspace(id).archive(ref);
      expect(await all(account.workspace(id).list())).toEqual([]);
    },
  },
  {
    name: 'what was archived can be put again',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const payload = payloadOf(provider, 'Back');
      await workspace.archive(await workspace.put(name, payload));
      const back = await workspace.put(name, payload);
      expect(await workspace.read(back)).toEqual(payload);
    },
  },
];

async function plant(harness: Harness, id: string): Promise<void> {
  await harness.account.workspace(id).put('welcome.en', payloadOf(harness.provider, 'Ours'));
  await harness.plantForeign(id, name);
}
