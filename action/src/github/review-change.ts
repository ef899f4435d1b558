import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../commands/make-folder.ts';
import { shortCommit } from '../commands/plan-text.ts';
import { type Reviewed, reviewSnapshots } from '../commands/review.ts';
import type { World } from '../commands/world.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
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

/**
 * Reviews a change from git objects alone, and writes the page for reviewers and what the page was made from.
 * @throws InvalidInput with every diagnostic; UserError with exit code `incomplete` when it takes too long
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
      onLine: (line) => writeSync(messages, line),
      deadline,
    });
    writeFileSync(join(out, 'index.html'), pageOf(reviewed, base, head));
    return reviewed;
  } finally {
    closeSync(messages);
  }
}

function pageOf({ session, review, shown }: Reviewed, base: string, head: string): string {
  const title = `${session.repository.config.repository}: changed messages`;
  const about = `What ${shortCommit(head)} changes when it is merged into ${shortCommit(base)}.`;
  return galleryPage({ title, about, review, shown });
}
