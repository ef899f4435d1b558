import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reviewSnapshots } from '../../action/src/commands/review.ts';
import { openGitSnapshot } from '../../action/src/config/git-snapshot.ts';
import { reviewComment } from '../../action/src/github/comment/comment.ts';
import { commit } from './repository.ts';

/** Changes the footer that some templates call and commits that, as a pull request would. */
export function changeFooter(root: string): void {
  const file = join(root, 'templates/_partials/footer.hbs');
  writeFileSync(file, readFileSync(file, 'utf8').replace('You get this because', 'This reaches you because'));
  commit(root, 'Change the footer');
}

/** The folder for its preview. */
export function previewFolder(root: string): string {
  return join(root, '.tenantry/preview');
}

/** Describes the size of what reviewers get. */
export async function sizesOf(root: string): Promise<string> {
  const { review } = await reviewSnapshots(
    { root, env: {}, now: new Date(), run: 'bench', progress: silent, colour: false },
    { base: openGitSnapshot(root, 'HEAD~1'), head: openGitSnapshot(root, 'HEAD') },
  );
  const about = { base: review.base, head: review.head, seconds: 0, folder: '', links: {} };
  const comment = reviewComment({ outcome: { kind: 'reviewed', review, diagnostics: [] }, about });
  const gallery = statSync(join(previewFolder(root), 'index.html')).size / 1024 ** 2;
  const { messages, previews } = review.counts;
  return `${messages} messages, ${previews} previews; gallery ${gallery.toFixed(1)} MiB, comment ${comment.length} characters`;
}

const silent = { step() {}, update() {}, note() {}, end() {} };
