import type { Git } from './git.ts';

/** A change to one file in a new commit: its text, or undefined to remove the file. */
export interface FileChange {
  readonly path: string;
  readonly text: string | undefined;
}

export interface NewCommit {
  /** Absent for a commit without history. */
  readonly parent?: string | undefined;
  readonly message: string;
  readonly date: Date;
  readonly changes: Iterable<FileChange>;
}

/** Given explicitly, since a fresh machine has no git identity of its own. */
const author = 'Tenantry <tenantry@localhost>';

/** A ref that fast-import requires. It is never written, because it is reset before the end. */
const scratch = 'refs/tenantry/scratch';

/**
 * Makes a commit, with everything in it, by one `git fast-import`; touches no ref, index or working tree. The changes
 * are taken from the iterable as they are written. Returns the commit's id.
 */
export async function writeCommit(git: Git, commit: NewCommit): Promise<string> {
  const id = await git.output(['fast-import', '--quiet', '--done'], { input: stream(commit) });
  return id.toString('utf8').trim();
}

// Format: https://git-scm.com/docs/git-fast-import#_input_format
function* stream({ parent, message, date, changes }: NewCommit): Generator<string> {
  const when = `${author} ${Math.floor(date.getTime() / 1000)} +0000`;
  yield `commit ${scratch}\nmark :1\nauthor ${when}\ncommitter ${when}\n${data(message)}`;
  if (parent !== undefined) yield `from ${parent}\n`;
  for (const { path, text } of changes) {
    yield text === undefined ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`;
  }
  yield `\nget-mark :1\nreset ${scratch}\n\ndone\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
