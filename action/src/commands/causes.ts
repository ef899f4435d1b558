import { count } from './text.ts';

/** Something that went wrong somewhere. */
export interface Trouble {
  readonly account: string;
  readonly workspace: string;
  readonly error: string;
}

/** One cause, with everything that it was the cause of. */
export interface Cause<T extends Trouble> {
  /** The error; `<workspace>` stands for what differs. */
  readonly error: string;
  readonly of: readonly [T, ...T[]];
  readonly workspaces: number;
}

/** Causes that are named one by one. */
export const namedCauses = 30;
/** Names that are given of what has one cause. */
const namedTogether = 24;

/**
 * Puts together what has the same cause, apart from which workspace it is: twenty workspaces that a vendor does not answer
 * for are one thing to read. What concerns most comes first.
 */
export function causesOf<T extends Trouble>(troubles: readonly T[]): Cause<T>[] {
  return [...Map.groupBy(troubles, inGeneral)]
    .map(([error, of]) => {
      const workspaces = new Set(of.map(({ account, workspace }) => `${account}/${workspace}`)).size;
      return { error: workspaces === 1 ? of[0]!.error : error, of: of as [T, ...T[]], workspaces };
    })
    .sort((a, b) => b.of.length - a.of.length);
}

/** The first few names and how many more there are. */
export function someOf(names: readonly string[], noun: string): string {
  const more = names.length - namedTogether;
  const shown = names.slice(0, namedTogether).join(', ');
  return more > 0 ? `${shown} … and ${count(more, noun)} more (all of them: --json)` : shown;
}

function inGeneral({ account, workspace, error }: Trouble): string {
  return error
    .replaceAll(`${account}/${workspace}`, `${account}/<workspace>`)
    .replaceAll(`"${workspace}"`, '"<workspace>"');
}
