/** Longest a cell or a sentence of user text is shown. */
const longestText = 1_000;

/** Keeps two characters from meaning something together, and shows as nothing. */
const nothing = '\u200b';

/**
 * Text from the repository's files: it neither formats nor links, nor mentions anybody or any issue. GitHub looks for
 * mentions, references and addresses after it has rendered, so that escaping alone does not keep them off.
 */
export function plain(text: string): string {
  return shortened(text, longestText)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~&$^=-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@|&#35;|:(?=[\w/])|www(?=\.)|gh(?=&#45;)/gi, `$&${nothing}`);
}

/** Ids and paths, as code. */
export function code(text: string): string {
  return `\`${
    shortened(text, longestText)
      .replace(/[`|\s\p{Cc}]+/gu, ' ')
      .trim() || ' '
  }\``;
}

/**
 * A table of Markdown cells; empty without rows. Rows that would make it longer than `budget` bytes are only counted.
 */
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

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
