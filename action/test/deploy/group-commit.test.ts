import { describe, expect, it } from 'vitest';
import { GroupCommit } from '../../src/deploy/group-commit.ts';

/** A step whose turns end when the test says so. */
function controlled() {
  const turns: PromiseWithResolvers<void>[] = [];
  const commit = new GroupCommit(() => {
    const turn = Promise.withResolvers<void>();
    turns.push(turn);
    return turn.promise;
  });
  return { commit, turns };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('a shared step', () => {
  it('serves whoever joins during a turn with one next turn, never two at a time', async () => {
    const { commit, turns } = controlled();
    const done: string[] = [];
    const join = (name: string) => commit.join().then(() => done.push(name));
    const all = [join('a')];
    await soon();
    all.push(join('b'), join('c'));
    await soon();
    expect(turns).toHaveLength(1);
    turns[0]?.resolve();
    await soon();
    expect(done).toEqual(['a']);
    expect(turns).toHaveLength(2);
    turns[1]?.resolve();
    await Promise.all(all);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(turns).toHaveLength(2);
  });

  it('tells a failure to those whom the turn was for, and goes on', async () => {
    const { commit, turns } = controlled();
    const first = commit.join();
    await soon();
    turns[0]?.reject(new Error('disk full'));
    await expect(first).rejects.toThrow('disk full');
    const second = commit.join();
    await soon();
    turns[1]?.resolve();
    await expect(second).resolves.toBeUndefined();
  });
});
