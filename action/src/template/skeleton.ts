import type { Piece } from './link.ts';

/**
 * A printed field without the tenant's own values: each text that came from one reads `⟦path⟧`, and turns of an
 * unrolled loop that look alike count once in a row. Literal text and vendor code stand as printed, before braces are
 * made safe, so that no value can show through.
 */
export function skeletonOf(pieces: readonly Piece[]): string {
  let skeleton = '';
  for (const piece of pieces) {
    if (piece.kind === 'tag') skeleton += piece.code;
    else if (piece.kind === 'text') skeleton += piece.origin === undefined ? piece.text : `⟦${piece.origin}⟧`;
    else skeleton += turnsOnce(piece.turns);
  }
  return skeleton;
}

function turnsOnce(turns: readonly (readonly Piece[])[]): string {
  let all = '';
  let before: string | undefined;
  for (const turn of turns) {
    const skeleton = skeletonOf(turn);
    if (skeleton !== before) all += skeleton;
    before = skeleton;
  }
  return all;
}
