import type { Provider, Workspace } from '../../src/providers/provider.ts';
import type { Harness } from './harness.ts';

/** A provider that breaks one clause of the contract, made from one that keeps it. */
export interface Mutant {
  /** The clause that must notice. */
  readonly clause: string;
  readonly what: string;
  mutate(harness: Harness): Harness;
}

type Change<T> = (real: T) => Partial<T>;

/** Breaks something about every workspace. */
export function brokenWorkspace(clause: string, what: string, change: Change<Workspace>): Mutant {
  return { clause, what, mutate: (harness) => withWorkspaces(harness, change) };
}

/** Breaks something about the provider itself. */
export function brokenProvider(clause: string, what: string, change: Change<Provider>): Mutant {
  return { clause, what, mutate: (harness) => withProvider(harness, change) };
}

/** The harness with a changed provider. */
export function withProvider(harness: Harness, change: Change<Provider>): Harness {
  return overlay(harness, { provider: overlay(harness.provider, change(harness.provider)) });
}

/** The harness with a changed account. */
export function withAccount(harness: Harness, change: Change<Harness['account']>): Harness {
  return overlay(harness, { account: overlay(harness.account, change(harness.account)) });
}

/** The harness with changed workspaces; each keeps its own state. */
export function withWorkspaces(harness: Harness, change: Change<Workspace>): Harness {
  const bound = new Map<string, Workspace>();
  return withAccount(harness, (real) => ({
    workspace: (id) => {
      const workspace = bound.get(id) ?? overlay(real.workspace(id), change(real.workspace(id)));
      bound.set(id, workspace);
      return workspace;
    },
  }));
}

/** `real` with some members replaced; methods keep working on the object they belong to. */
export function overlay<T extends object>(real: T, changes: Partial<T>): T {
  return new Proxy(real, {
    get(target, key) {
      const value: unknown = key in changes ? Reflect.get(changes, key) : Reflect.get(target, key);
      return typeof value === 'function' && !(key in changes) ? value.bind(target) : value;
    },
  });
}

/** The first items of an iteration. */
export async function* take<T>(items: AsyncIterable<T>, count: number): AsyncIterable<T> {
  let left = count;
  for await (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
