import type { Piece } from './link.ts';

/** A skeleton in parts: joined, they are its text. Equal parts make equal texts, and are very fast to compare. */
export type Skeleton = readonly string[];

/**
 * A printed field without the tenant's own values: each text that came from one reads `⟦path⟧`, and equal iterations of
 * an unrolled loop in a row count once. Literal text and vendor code stand as printed, before braces are made safe, so
 * that no value can show through.
 */
export function skeletonOf(pieces: readonly Piece[], into: string[] = []): Skeleton {
  for (const piece of pieces) {
    if (piece.kind === 'tag') into.push(piece.code);
    else if (piece.kind === 'turns') turnsOnce(piece.turns, into);
    else if (piece.origin === undefined) into.push(piece.text);
    else into.push('⟦', piece.origin, '⟧');
  }
  return into;
}

function turnsOnce(turns: readonly (readonly Piece[])[], into: string[]): void {
  let before: Skeleton | undefined;
  for (const turn of turns) {
    const skeleton = skeletonOf(turn);
    if (before === undefined || !hasSameText(before, skeleton)) for (const part of skeleton) into.push(part);
    before = skeleton;
  }
}

function hasSameText(a: Skeleton, b: Skeleton): boolean {
  return hasSameParts(a, b) || a.join('') === b.join('');
}

/** Whether two skeletons are the same, part by part. If not, their texts may still be equal. */
export function hasSameParts(a: Skeleton, b: Skeleton): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
