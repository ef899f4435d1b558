import type * as Core from '@actions/core';
import { PlainProgress } from '../commands/plain-progress.ts';
import type { Progress } from '../commands/world.ts';

/** A character that shows as nothing, and keeps the characters on its sides from having a meaning together. */
const nothing = '\u200b';

/**
 * Makes a text safe for the runner's log. The runner obeys lines that begin with `::`, and `##[…]` anywhere; our texts
 * quote names and values from files that anybody may have written, and those must not command it.
 * Source: actions/runner, ActionCommand.TryParseV2 and TryParse; its reader takes a lone CR for the end of a line.
 */
export function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^([\s\u0085]*):(?=:)/gmu, `$1:${nothing}`)
    .replaceAll('##[', `#${nothing}#[`);
}

/** Writes a text to the log. */
export function say(core: typeof Core, text: string): void {
  core.info(harmless(text));
}

export function logProgress(core: typeof Core): Progress {
  return new PlainProgress((line) => say(core, line));
}
