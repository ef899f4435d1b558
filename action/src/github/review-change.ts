import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../commands/make-folder.ts';
import { shortCommit } from '../commands/plan-text.ts';
import { type Reviewed, reviewSnapshots } from '../commands/review.ts';
import type { World } from '../commands/world.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import { galleryPage } from '../gallery/page.ts';

/** Two commits, and the tree that comes of merging `head` into `base`. */
export interface ProposedChange {
  readonly base: string;
  readonly head: string;
  readonly tree: string;
  /** The folder for `index.html` and `messages.ndjson`; absolute. */
  readonly out: string;
}

/**
 * The longest review in milliseconds: a thousand times what a usual change takes, and less than the workflow gives the
 * step.
 */
const longestReview = 10 * 60_000;

/**
 * The most bytes of messages.ndjson: ten times what one template of 40 KB takes for ten thousand tenants; a runner's
 * disk has three times as many.
 */
const longestMessages = 4 * 1024 ** 3;

/**
 * Reviews a change from git objects alone, and writes the page for reviewers and what the page was made from.
 * @throws InvalidInput with every diagnostic; UserError with exit code `incomplete` when it takes too long or gets too
 * big
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

/** Limits a writer of lines to at most `most` bytes of UTF-8 altogether; beyond them it throws UserError. */
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
