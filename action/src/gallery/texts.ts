/**
 * Texts that have much in common, each piece of them kept once. Messages of one template differ in a tenant's values
 * and in a few words, so that a text is mostly runs of pieces that another text has already.
 */
export interface PackedTexts {
  /** Distinct pieces, in the order they were met. */
  readonly pieces: readonly string[];
  /** By text: first piece and number of pieces of each run, in turn. */
  readonly runs: readonly (readonly number[])[];
}

/** Lines longer than this are cut where elements end, too: some mails are one line. */
const longLine = 240;

export class TextPacker {
  readonly #pieces: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #runs: number[][] = [];
  readonly #texts = new Map<string, number>();
  /** Characters that the pieces come to once they are embedded. */
  size = 0;

  /** Takes a text in, and returns its number. */
  add(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = this.#runs.push(this.#runsOf(text)) - 1;
    this.#texts.set(text, number);
    return number;
  }

  packed(): PackedTexts {
    return { pieces: this.#pieces, runs: this.#runs };
  }

  #runsOf(text: string): number[] {
    const runs: number[] = [];
    let next = -1;
    for (const piece of piecesOf(text)) {
      // A piece that occurs often continues the run where it can, instead of pointing to where it was met first.
      const number = this.#pieces[next] === piece ? next : this.#number(piece);
      if (number === next) runs[runs.length - 1]! += 1;
      else runs.push(number, 1);
      next = number + 1;
    }
    this.size += runs.length * 5;
    return runs;
  }

  #number(piece: string): number {
    const known = this.#numbers.get(piece);
    if (known !== undefined) return known;
    const number = this.#pieces.push(piece) - 1;
    this.#numbers.set(piece, number);
    this.size += embeddedSize(piece);
    return number;
  }
}

function piecesOf(text: string): string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.flatMap((line) => (line.length <= longLine ? [line] : line.split(/(?<=<\/[^<>]*>)(?!\s*<\/)/)));
}

/** Bytes of a piece in the page, at most: `<` is written in six characters, and a character has up to three bytes. */
function embeddedSize(piece: string): number {
  let size = 3;
  for (let at = 0; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    size += code === 0x3c || code < 0x20 ? 6 : code < 0x80 ? 1 : 3;
  }
  return size;
}

/** The text of a number that `TextPacker.add` returned. */
export function unpackText({ pieces, runs }: PackedTexts, number: number): string {
  const run = runs[number] ?? [];
  let text = '';
  for (let at = 0; at < run.length; at += 2) text += pieces.slice(run[at]!, run[at]! + run[at + 1]!).join('');
  return text;
}
