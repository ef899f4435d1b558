/**
 * Texts that have much in common, with each piece of them kept once. Messages of one template differ in a tenant's
 * values and in a few words, so a text is mostly runs of pieces that another text has already.
 */
export interface PackedTexts {
  /** Distinct pieces, in the order in which they were first met. */
  readonly pieces: readonly string[];
  /** For each text, its runs: the first piece and the number of pieces of each, in turn. */
  readonly runs: readonly (readonly number[])[];
}

/** Lines with more characters than this are also cut where elements end, because some mails are a single line. */
const longLine = 240;

export class TextPacker {
  readonly #pieces: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #runs: number[][] = [];
  readonly #texts = new Map<string, number>();
  /** How many bytes the pieces and runs take in the page, estimated. */
  size = 0;

  /** Adds a text, and returns its number. */
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
      // A piece that occurs often continues the run where it can, instead of referring to where it was first met.
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

/**
 * The most bytes that a piece takes in the page: `<` is written as six characters, and a character has up to three
 * bytes.
 */
function embeddedSize(piece: string): number {
  let size = 3;
  for (let at = 0; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    size += code === 0x3c || code < 0x20 ? 6 : code < 0x80 ? 1 : 3;
  }
  return size;
}

/** Restores the text with a number that `TextPacker.add` returned. */
export function unpackText({ pieces, runs }: PackedTexts, number: number): string {
  const run = runs[number] ?? [];
  let text = '';
  for (let at = 0; at < run.length; at += 2) text += pieces.slice(run[at]!, run[at]! + run[at + 1]!).join('');
  return text;
}
