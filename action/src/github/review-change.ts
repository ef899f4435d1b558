import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../commands/make-folder.ts';
import { shortCommit } from '../commands/plan-text.ts';
import { type Reviewed, reviewSnapshots } from '../commands/review.ts';
import type { World } from '../commands/world.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import { galleryPage } from '../gallery/page.ts';

/** A commit, and the tree that it would become by merging another into it. */
export interface ProposedChange {
  readonly base: string;
  readonly head: string;
  readonly tree: string;
  /** The folder for `index.html` and `messages.ndjson`; absolute. */
  readonly out: string;
}

/** Milliseconds of work: a thousand times what a usual change takes, and less than the step is given by the workflow. */
const longestReview = 10 * 60_000;

/** Bytes of messages.ndjson: ten times what one template of 40 KB takes for ten thousand tenants; a disk has three times it. */
const longestMessages = 4 * 1024 ** 3;

/**
 * Reviews a change from git objects alone, and writes the page for reviewers and what the page was made from.
 * @throws InvalidInput with every diagnostic; UserError with exit code `incomplete` when it takes too long, or comes to too much
 */
export async function reviewChange(world: World, { base, head, tree, out }: ProposedChange): Promise<Reviewed> {
  const deadline = performance.now() + longestReview;
  makeFolder(out);
  const messages = openSync(join(out, 'messages.ndjson'), 'w');
  try {
    const reviewed = await reviewSnapshots(world, {
      base: openGitSnapshot(world.root, base),
      head: openGitSnapshot(world.root, tree),
      headName: head,
      pending: true,
      onLine: bounded((line) => writeSync(messages, line), longestMessages),
      deadline,
    });
    writeFileSync(join(out, 'index.html'), pageOf(reviewed, base, head));
    return reviewed;
  } finally {
    closeSync(messages);
  }
}

/** Writes lines of UTF-8 as long as they come to less than `most` bytes. */
function bounded(write: (line: string) => number, most: number): (line: string) => void {
  let left = most;
  return (line) => {
    left -= write(line);
    if (left >= 0) return;
    throw new UserError(
      exitCodes.incomplete,
      `the messages that change have more than ${most / 1024 ** 3} GiB`,
      'Split the change so that it reaches fewer messages at once, or look for a template that prints far more than it needs.',
    );
  };
}

function pageOf({ session, review, shown }: Reviewed, base: string, head: string): string {
  const title = `${session.repository.config.repository}: changed messages`;
  const about = `What ${shortCommit(head)} changes when it is merged into ${shortCommit(base)}.`;
  return galleryPage({ title, about, review, shown });
}
