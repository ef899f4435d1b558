import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { openWorkingTree } from '../config/working-tree.ts';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import { problemPage } from '../gallery/served.ts';
import type { Previewing } from '../generated/index.ts';
import { diagnosticsDocument, diagnosticsText } from './diagnostics.ts';
import { type PreviewOptions, preview } from './preview.ts';
import { watchFiles } from './watch-files.ts';
import { servePages } from './watch-server.ts';
import type { CommandResult, World } from './world.ts';

export interface WatchOptions extends PreviewOptions {
  /** The port on 127.0.0.1; 0 picks a free one. */
  readonly port: number;
}

/**
 * Serves the page of `preview` on this machine, and renews it whenever files change, until `world.signal` is aborted.
 * Errors in the files are shown in place of previews. The result is that of the last preview.
 */
export async function watchPreview(world: World, { port, ...options }: WatchOptions): Promise<CommandResult> {
  const server = await servePages(port);
  const maker = new Maker(world, options, (page) => server.show(page));
  const files = watchFiles(world.root, () => maker.makeAgain());
  try {
    await maker.makeAgain();
    world.progress.note(`Previews are at ${server.url} and update when files change. Stop with Ctrl+C.`);
    if (!world.signal?.aborted) await once(world.signal ?? new EventTarget(), 'abort');
    await maker.idle;
  } finally {
    files.close();
    await server.close();
  }
  return maker.last;
}

/** Makes pages one after the other; changes made in the meantime go into the next one. */
class Maker {
  /** Resolves when no page is being made. */
  idle: Promise<void> = Promise.resolve();
  last: CommandResult = { exitCode: exitCodes.done, document: {}, text: '' };
  readonly #world: World;
  readonly #options: PreviewOptions;
  readonly #show: (page: string) => void;
  #waiting = false;

  constructor(world: World, options: PreviewOptions, show: (page: string) => void) {
    this.#world = world;
    this.#options = options;
    this.#show = show;
  }

  makeAgain(): Promise<void> {
    if (!this.#waiting) {
      this.#waiting = true;
      this.idle = this.idle.then(() => this.#make());
    }
    return this.idle;
  }

  async #make(): Promise<void> {
    this.#waiting = false;
    try {
      this.last = await preview(this.#world, this.#options);
      this.#show(readFileSync((this.last.document as Previewing).page, 'utf8'));
      this.#world.progress.note('The previews are up to date.');
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const { progress } = this.#world;
    progress.end();
    const text = this.#describe(error);
    progress.note(text);
    this.#show(problemPage(text));
  }

  #describe(error: unknown): string {
    if (error instanceof InvalidInput && error.diagnostics.length > 0) {
      this.last = { exitCode: error.exitCode, document: diagnosticsDocument(error.diagnostics), text: '' };
      return diagnosticsText(error.diagnostics, openWorkingTree(this.#world.root), false);
    }
    const { message } = error instanceof Error ? error : new Error(String(error));
    const fix = error instanceof UserError && error.fix ? `\n${error.fix}` : '';
    const exitCode = error instanceof UserError ? error.exitCode : exitCodes.unexpected;
    this.last = { exitCode, document: { error: { message } }, text: '' };
    return `${message}${fix}`;
  }
}
