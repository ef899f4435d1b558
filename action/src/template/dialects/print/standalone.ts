import type { Flat, Tag } from '../../link.ts';

/**
 * Keeps lines with nothing but a block tag. Handlebars removes such a line: whitespace-control.js of handlebars 4.7,
 * the functions isPrevWhitespace and isNextWhitespace. That has been done once, in the source; where a printed tag
 * would stand alone, an empty block with the same path is put beside it. It prints nothing, whatever the path holds,
 * and because it is not text, the tag no longer counts as alone.
 */
export function protectLines(pieces: readonly Flat[]): readonly Flat[] {
  const lone = new Set<Flat>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'tag' && piece.role !== 'print' && endsLine(pieces, index) && beginsLine(pieces, index)) {
      lone.add(piece);
    }
  }
  if (lone.size === 0) return pieces;
  return pieces.flatMap((piece) => {
    if (piece.kind !== 'tag' || !lone.has(piece)) return piece;
    return piece.role === 'close' ? [...emptyBlock(piece), piece] : [piece, ...emptyBlock(piece)];
  });
}

function emptyBlock({ subject }: Tag): Tag[] {
  return [
    { kind: 'tag', role: 'open', code: `{{#if ${subject}}}`, subject },
    { kind: 'tag', role: 'close', code: '{{/if}}', subject },
  ];
}

/**
 * Whether the text before a tag ends with a line break and white space, or is only white space from the field's
 * beginning.
 */
function endsLine(pieces: readonly Flat[], index: number): boolean {
  for (let at = index - 1; at >= 0; at--) {
    const piece = pieces[at] as Flat;
    if (piece.kind === 'tag') return false;
    for (let offset = piece.text.length - 1; offset >= 0; offset--) {
      const character = piece.text.charAt(offset);
      if (character === '\n') return true;
      if (!isSpace(character)) return false;
    }
  }
  return true;
}

/**
 * Whether the text after a tag begins with white space and a line break, or is only white space up to the field's end.
 */
function beginsLine(pieces: readonly Flat[], index: number): boolean {
  for (let at = index + 1; at < pieces.length; at++) {
    const piece = pieces[at] as Flat;
    if (piece.kind === 'tag') return false;
    for (const character of piece.text) {
      if (character === '\n') return true;
      if (!isSpace(character)) return false;
    }
  }
  return true;
}

function isSpace(character: string): boolean {
  return character === ' ' || /\s/.test(character);
}
