import { expect } from 'vitest';
import { digestOf } from '../../src/digest.ts';
import type { Clause } from './clauses.ts';
import { all, payloadOf } from './harness.ts';

const name = 'order-confirmation.en';
const stranger = 'another-repository';

/** What others do to a workspace: people by hand, and other repositories. */
export const others: readonly Clause[] = [
  {
    name: 'what somebody changed by hand is put back, though its marker says that nothing changed',
    async check({ provider, account, workspaces: [id], edit }) {
      const payload = payloadOf(provider, 'Ours');
      const ref = await account.workspace(id).put(name, payload);
      for (const known of [ref, undefined]) {
        await edit(id, ref);
        expect((await account.workspace(id).put(name, payload, known)).remote).toBe(digestOf(payload));
        expect(await account.workspace(id).read(ref)).toEqual(payload);
      }
      expect(await all(account.workspace(id).list())).toHaveLength(1);
    },
  },
  {
    name: 'what somebody deleted is made again, whatever the record says',
    async check({ provider, account, workspaces: [id] }) {
      const payload = payloadOf(provider, 'Hello');
      const gone = await account.workspace(id).put(name, payload);
      await account.workspace(id).archive(gone);
      const made = await account.workspace(id).put(name, payload, gone);
      expect(await account.workspace(id).read(made)).toEqual(payload);
      expect((await all(account.workspace(id).list())).map((object) => object.id)).toEqual([made.id]);
    },
  },
  {
    name: 'what another repository wrote is refused, and stays as it is',
    async check({ provider, account, workspaces: [id], open, repository }) {
      const theirs = open(stranger).workspace(id);
      const payload = payloadOf(provider, 'Theirs');
      const ref = await theirs.put(name, payload);
      const ours = account.workspace(id);
      for (const known of [undefined, ref]) {
        await expect(ours.put(name, payloadOf(provider, 'Ours'), known)).rejects.toMatchObject({ failure: 'foreign' });
      }
      await expect(account.workspace(id).archive(ref)).rejects.toMatchObject({ failure: 'foreign' });
      expect(await theirs.read(ref)).toEqual(payload);
      const [object] = await all(account.workspace(id).list());
      expect(object?.marker?.repository).not.toBe(repository);
    },
  },
];
