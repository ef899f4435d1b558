import { distance } from 'fastest-levenshtein';

/** Anything longer is not a word that somebody mistyped. */
const longestWord = 100;

/**
 * The candidate that a misspelt word was most likely meant to be; undefined when none is close enough. Ignores case. Of
 * equally close ones it takes the first in code-unit order, whatever the order of `candidates`.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let nearest = limit + 1;
  for (const candidate of candidates) {
    const found = mistakes(wanted, candidate.toLowerCase());
    if (found > limit || found > nearest) continue;
    if (found === nearest && best !== undefined && best <= candidate) continue;
    best = candidate;
    nearest = found;
  }
  return best;
}

/** The number of mistakes between two words: edits, except that swapping two neighbouring letters counts as one. */
function mistakes(word: string, other: string): number {
  const edits = distance(word, other);
  if (edits !== 2 || word.length !== other.length) return edits;
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  return word[at] === other[at + 1] && word[at + 1] === other[at] ? 1 : edits;
}

/** `Did you mean “x”?` if some candidate is close; else `Known: …`, shortened; undefined without candidates. */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates].sort();
  const meant = suggest(word, known);
  if (meant !== undefined) return `Did you mean “${meant}”?`;
  if (known.length === 0) return undefined;
  const shown = known.slice(0, shownCandidates).map((name) => `“${name}”`);
  const more = known.length - shown.length;
  return `Known: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

const shownCandidates = 8;
