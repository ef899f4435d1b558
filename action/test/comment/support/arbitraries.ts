import fc from 'fast-check';

/** Pieces that mean something to Markdown, to HTML, to GitHub or to the order of characters. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...'`*_~[](){}<>!#+-=|\\&$^:@/."\'\n\r\t 1a.') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['@octocat', '@acme/team', '#12', 'GH-12', 'acme/shop#12', 'JIRA-7', 'fixes #1', ':tada:', ':+1:'],
      ...['https://evil.example', 'http://a.b', 'www.evil.example', 'mailto:a@evil.example', 'a@evil.example'],
      ...['[a](https://b.c)', '](gallery:)', '](gallery:#x)', '![a](https://b.c/d.png)', '[^1]', '[!CAUTION]'],
      ...['<b>', '</details>', '<details>', '<summary>', '<!--', '-->', '<!-- tenantry:review -->', '<ins>'],
      ...['<!-- tenantry:gallery 7 --> ', '<script>', '<img src=x>', '</code>', '</del>', '&lt;', '&#60;', '&amp;lt;'],
      ...['<details ', '<script ', '<?', '<!A', '<![CDATA[', '</p '],
      ...['```', '~~~', '---', '===', '| --- |', '> ', '# ', '1. ', '2) ', '- ', '* ', '    code', '\n\n', '\\'],
      ...['$$', '$a$', '```math', '0123456789abcdef', 'deadbee', 'defaced', 'xmpp:a@b.c', '[a]: https://b.c'],
      ...['\u202e', '\u2066', '\u2069', '\u200f', '\u200b', '\u0000', '\ud800', '\u{e0041}', '\u2028', '\u00a0'],
      ...['שלום', 'مرحبا'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);

/** What a stranger may call things; never blank. */
export const hostileText = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(''))
  .filter((text) => text.trim() !== '');
