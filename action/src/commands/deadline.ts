import type { Snapshot } from '../config/snapshot.ts';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import type { Renderer } from '../template/render.ts';

/**
 * Limits how long rendering may go on: wraps `renderer` so that starting a message after the deadline throws UserError.
 *
 * @param deadline as of `performance.now()`; undefined for none
 */
export function withDeadline(renderer: Renderer, deadline: number | undefined): Renderer {
  if (deadline === undefined) return renderer;
  const check = checking(deadline);
  return {
    ...renderer,
    render: (...message) => {
      check();
      return renderer.render(...message);
    },
    evaluate: (...message) => {
      check();
      return renderer.evaluate(...message);
    },
    field: (...field) => {
      check();
      return renderer.field(...field);
    },
  };
}

/**
 * Limits how long reading may go on: wraps `snapshot` so that starting a file after the deadline throws UserError.
 *
 * @param deadline as of `performance.now()`; undefined for none
 */
export function readUntil(snapshot: Snapshot, deadline: number | undefined): Snapshot {
  if (deadline === undefined) return snapshot;
  const check = checking(deadline);
  return {
    ...snapshot,
    read: (path) => {
      check();
      return snapshot.read(path);
    },
  };
}

function checking(deadline: number): () => void {
  return () => {
    if (performance.now() > deadline) throw tooLong();
  };
}

function tooLong(): UserError {
  return new UserError(
    exitCodes.incomplete,
    'reading the files and rendering the messages that change takes too long',
    'Split the change so that it reaches fewer messages at once, or look for a template with loops inside loops: `npm run tenantry -- preview --base <commit>` has no such limit.',
  );
}
