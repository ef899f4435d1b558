import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import { exitCodes } from '../diagnostics/errors.ts';
import { galleryPage } from '../gallery/page.ts';
import type { Previewing } from '../generated/index.ts';
import { everything } from '../plan/scope.ts';
import type { Review, Shown } from '../review/review.ts';
import { LineFile } from './line-file.ts';
import { makeFolder } from './make-folder.ts';
import { shortCommit } from './plan-text.ts';
import { type Reviewed, type ReviewOptions, reviewSnapshots } from './review.ts';
import { reviewText } from './review-text.ts';
import { mostShown, nameOf } from './shown.ts';
import { count, seconds } from './text.ts';
import { unchangedMessages } from './unchanged-messages.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface PreviewOptions extends CommonOptions {
  /** Include every message of every pair, drafts too, and not only those that would change. */
  readonly all: boolean;
  /** A revision to compare with, instead of what is deployed. */
  readonly base?: string;
  /** The folder for `index.html` and `messages.ndjson`. */
  readonly out: string;
}

/**
 * Renders messages to a page that shows them before and after: what a deployment would change, or what changed since a
 * commit.
 */
export async function preview(world: World, { scope, all, base, out }: PreviewOptions): Promise<CommandResult> {
  const started = performance.now();
  const snapshots = {
    head: openWorkingTree(world.root),
    base: base === undefined ? undefined : openGitSnapshot(world.root, base),
  };
  const { reviewed, files, lines } = await writePreview(world, { ...snapshots, scope }, { all, out });
  world.progress.end();
  const { review, shown } = reviewed;
  const document: Previewing = {
    summary: { changed: review.counts.messages, messages: lines, shown: shown.length, ...summaryOf(review) },
    ...files,
  };
  const text = `${reviewText(review)}${count(lines, 'message')} rendered.\n\n  ${files.page}\n  ${files.messages}\n\nRendered in ${seconds(started)}.\n`;
  return { exitCode: exitCodes.done, document, text };
}

function summaryOf({ changes, counts, risks }: Review): Omit<Previewing['summary'], 'changed' | 'messages' | 'shown'> {
  return {
    changes: changes.length,
    classes: changes.reduce((sum, change) => sum + change.classes.length, 0),
    previews: counts.previews,
    tenants: { ...counts.tenants },
    risks: risks.map(({ code, severity, message }) => ({ code, severity, message })),
  };
}

export interface WrittenPreview {
  readonly reviewed: Reviewed;
  readonly files: { readonly page: string; readonly messages: string };
  /** The number of lines in messages.ndjson. */
  readonly lines: number;
}

/** Reviews a change, and writes the page and the changed messages (with `all`, every message) into a folder. */
export async function writePreview(
  world: World,
  options: ReviewOptions,
  { all, out }: { all: boolean; out: string },
): Promise<WrittenPreview> {
  makeFolder(out);
  const files = { page: join(out, 'index.html'), messages: join(out, 'messages.ndjson') };
  const messages = new LineFile(files.messages);
  try {
    const found = await reviewSnapshots(world, { ...options, onLine: (line) => messages.add(line) });
    const rest = all ? addUnchanged(world, found, options, messages) : [];
    const reviewed = { ...found, shown: [...found.shown, ...rest] };
    writeFileSync(files.page, pageOf(reviewed, all));
    messages.finish();
    return { reviewed, files, lines: messages.lines };
  } catch (error) {
    messages.abandon();
    throw error;
  }
}

function addUnchanged(world: World, reviewed: Reviewed, { scope }: ReviewOptions, messages: LineFile): Shown[] {
  const { session, review, shown } = reviewed;
  const changed = review.changes.flatMap((change) => change.classes.flatMap((one) => one.messages));
  const told = new Set(changed.filter(({ after }) => after !== null).map(nameOf));
  const rest: Shown[] = [];
  for (const one of unchangedMessages(world, session, scope ?? everything, told)) {
    messages.add(one.line);
    if (shown.length + rest.length < mostShown) rest.push(one.shown());
  }
  return rest;
}

function pageOf({ session, review, shown }: Reviewed, all: boolean): string {
  const title = `${session.repository.config.repository}: ${all ? 'all messages' : 'changed messages'}`;
  const since = review.base === undefined ? 'what is deployed' : shortCommit(review.base);
  const about = `${shortCommit(review.head)} compared with ${since}, with every sample of each template.`;
  return galleryPage({ title, about, review, shown });
}
