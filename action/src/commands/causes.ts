import { count } from './text.ts';

/** An error in one workspace. */
export interface Trouble {
  readonly account: string;
  readonly workspace: string;
  readonly error: string;
}

/** One cause, with everything that went wrong because of it. */
export interface Cause<T extends Trouble> {
  /** The error, with `<workspace>` in place of what differs. */
  readonly error: string;
  readonly of: readonly [T, ...T[]];
  readonly workspaces: number;
}

/** How many causes are listed individually. */
export const namedCauses = 30;
/** How many names are listed for one cause. */
const namedTogether = 24;

/**
 * Groups troubles by their cause, regardless of the workspace: a vendor that does not answer for twenty workspaces is
 * one thing to read. The causes with the most troubles come first.
 */
export function causesOf<T extends Trouble>(troubles: readonly T[]): Cause<T>[] {
  return [...Map.groupBy(troubles, inGeneral)]
    .map(([error, of]) => {
      const workspaces = new Set(of.map(({ account, workspace }) => `${account}/${workspace}`)).size;
      return { error: workspaces === 1 ? of[0]!.error : error, of: of as [T, ...T[]], workspaces };
    })
    .sort((a, b) => b.of.length - a.of.length);
}

/** Lists the first few names, and says how many more there are. */
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
