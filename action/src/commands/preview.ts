import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../diagnostics/errors.ts';
import { type GalleryEntry, galleryPage } from '../gallery/page.ts';
import type { Previewing } from '../generated/index.ts';
import { openLedger } from '../ledger/open.ts';
import { Before } from './before.ts';
import { checkScope } from './check-scope.ts';
import { makeFolder } from './make-folder.ts';
import { computePlan } from './plan.ts';
import { shortCommit } from './plan-text.ts';
import { previewMessages, sampled } from './preview-messages.ts';
import { openSession } from './session.ts';
import { count, seconds } from './text.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface PreviewOptions extends CommonOptions {
  /** Every message of every pair, drafts included, not only those that would change. */
  readonly all: boolean;
  /** The folder for `index.html` and `messages.ndjson`. */
  readonly out: string;
}

/** Messages on the page: a browser opens more only with trouble. All of them are in messages.ndjson. */
const longestPage = 300;

/** Renders messages to a page, before and after. */
export async function preview(world: World, { scope, all, out }: PreviewOptions): Promise<CommandResult> {
  const started = performance.now();
  const session = openSession(world);
  checkScope(scope, session);
  const ledger = await openLedger(session.repository.config.ledger, world).read();
  const { plan } = await computePlan(world, session, ledger, { scope, all: false, refresh: false });
  world.progress.step('Rendering previews');
  const before = new Before(world, session, ledger);
  const entries: GalleryEntry[] = [];
  const lines: string[] = [];
  let changed = 0;
  let total = 0;
  for (const message of previewMessages(world, session, plan, { scope, all })) {
    const { line, action } = message;
    if (line) lines.push(`${JSON.stringify(line)}\n`);
    total += 1;
    // A draft is deployed nowhere, so that nothing of it changes.
    if (action !== 'unchanged' && action !== 'draft') changed += 1;
    if (entries.length >= longestPage) continue;
    const { tenant, template, locale, channel, destination } = message;
    const after = sampled(session, message);
    entries.push({
      ...{ tenant, template, locale, channel, destination, action },
      ...(await before.of(message)),
      ...(after && { after }),
    });
  }
  makeFolder(out);
  const messages = join(out, 'messages.ndjson');
  const page = join(out, 'index.html');
  writeFileSync(messages, lines.join(''));
  const title = `${session.repository.config.repository}: ${all ? 'all messages' : 'changed messages'}`;
  const about = `At ${shortCommit(plan.commit)}, with the sample “typical” of each template. ${count(changed, 'message')} would change.`;
  writeFileSync(page, galleryPage({ title, about, entries, more: total - entries.length }));
  world.progress.end();
  const document: Previewing = { summary: { changed, messages: lines.length, shown: entries.length }, page, messages };
  const text = `${about} ${count(lines.length, 'message')} rendered.\n\n  ${page}\n  ${messages}\n\nRendered in ${seconds(started)}.\n`;
  return { exitCode: exitCodes.done, document, text };
}
