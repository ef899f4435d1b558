import { codePoint, shortened, visible } from './visible-text.ts';

/** The longest text of others that is shown in a cell or a sentence. */
const longestText = 1_000;
const longestCode = 300;

/** A character that shows as nothing, and keeps the characters on its sides from having a meaning together. */
const nothing = '\u200b';

/**
 * Makes Markdown of a text from the repository's files so that it neither formats nor links, mentions nobody and no
 * issue or commit, and does not turn the direction of what follows. GitHub looks for mentions, references, emoji names
 * and addresses after it has rendered, so escaping alone does not prevent them: they are broken up by a character that
 * shows as nothing.
 * @param longest the most characters of it that are shown
 */
export function plain(text: string, longest = longestText): string {
  const shown = shortened(visible(text), longest);
  return isolated(escaped(shown), shown);
}

/** Escapes characters that have a meaning anywhere, or at the beginning of a line. */
function escaped(text: string): string {
  return text
    .replace(/[0-9a-f]{6}(?=[0-9a-f])/gi, `$&${nothing}`)
    .replace(/(?<=[a-z])-(?=\d)/gi, `-${nothing}`)
    .replace(/[\\`*_[\]#|<>~&$]|^[-+=]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@|&#35;|:(?=\S)|www(?=\.)/gi, `$&${nothing}`)
    .replace(/^(\d+)([.)])/, (_, digits: string, sign: string) => `${digits}&#${sign.charCodeAt(0)};`);
}

/**
 * Makes Markdown of our own sentences, which quote names and values of others in backticks: these become code, and the
 * rest is `plain`.
 */
export function prose(text: string, longest = longestText): string {
  const parts = shortened(visible(text), longest).split('`');
  // Backticks that do not come in pairs around something are not quotation.
  if (parts.length % 2 === 0 || parts.some((part, index) => index % 2 === 1 && part.trim() === '')) {
    return plain(text, longest);
  }
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : edged(part))).join('');
}

/** Applies `plain`, but keeps the blanks on both sides, which it would remove. */
function edged(text: string): string {
  return text.replace(/^(\s*)(.*?)(\s*)$/s, (_, before: string, middle: string, after: string) => {
    return `${before}${plain(middle)}${after}`;
  });
}

/** Matches what code spans may hold as it is. Brackets are excluded: together they could look like a link of ours. */
const safeInCode = /^[\w ./:@+#~,;='"?!%*^-]+$/;

/** Makes code of an id or a path. */
export function code(text: string): string {
  if (safeInCode.test(text) && text.length <= longestCode) return `\`${text}\``;
  return `<code>${plain(text, longestCode) || ' '}</code>`;
}

/** Words of a message that are taken out and put in, with a few words around them. */
export interface Words {
  readonly lead: string;
  readonly before: string;
  readonly after: string;
  readonly tail: string;
}

/**
 * Shows changed words inline: `Hello <del>Ann</del> <ins>Bob</ins>`. Where both sides would look the same, because they
 * differ only in blanks or in characters that show as nothing, these are named.
 * @param longest the most characters shown of the words on either side
 */
export function changedWords({ lead, before, after, tail }: Words, longest = longestText): string {
  const isAlike = seen(before) === seen(after);
  const show = isAlike ? (text: string) => plain(named(text), longest) : (text: string) => plain(text, longest);
  const sides = [element('del', show(before)), element('ins', show(after))];
  const parts = [edged(oneLine(lead, longest)), sides.filter(Boolean).join(' '), edged(oneLine(tail, longest))];
  const line = parts.join('').trim();
  return firstStrong(lead + before + after + tail) === 'rtl' ? `\u2067${line}\u2069` : line;
}

function element(name: 'del' | 'ins', content: string): string {
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}

/** Joins lines and shortens, but keeps the blanks at both ends, which belong to the sentence. */
function oneLine(text: string, longest: number): string {
  return shortened(text.replace(/\s+/g, ' '), longest);
}

/** What a reader can see of a text. */
function seen(text: string): string {
  return visible(text).replace(/\p{Cf}|\p{Variation_Selector}/gu, '');
}

/** Names blanks other than the usual one, and characters that show as nothing. */
function named(text: string): string {
  return text.replace(/[^\S ]|\p{Cf}|\p{Variation_Selector}| (?= |$)|^ /gu, codePoint);
}

/**
 * Keeps text of another direction from reordering what is around it. The isolates are characters, so that they work
 * wherever the text is shown.
 */
function isolated(markdown: string, text: string): string {
  return rightToLeft.test(text) ? `\u2068${markdown}\u2069` : markdown;
}

/** The Unicode blocks of right-to-left scripts. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function firstStrong(text: string): 'ltr' | 'rtl' {
  const letter = text.match(/\p{L}/u)?.[0];
  return letter !== undefined && rightToLeft.test(letter) ? 'rtl' : 'ltr';
}

/** A Markdown table; empty without rows. Rows that would make it longer than `budget` bytes are only counted. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], budget: number): string {
  if (rows.length === 0) return '';
  const lines = [lineOf(header), lineOf(header.map(() => '---'))];
  let bytes = 0;
  let shown = 0;
  for (const row of rows) {
    const line = lineOf(row);
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > budget) break;
    lines.push(line);
    shown += 1;
  }
  const more = rows.length > shown ? `\n… and ${rows.length - shown} more.\n` : '';
  return `${lines.join('\n')}\n${more}`;
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
