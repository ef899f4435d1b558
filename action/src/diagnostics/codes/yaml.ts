import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with the text of a file, whatever it means. */
export const yamlCodes = {
  'file-too-large': {
    severity: 'error',
    title: 'A file is larger than 1 MiB.',
    docs: 'Templates, strings and values are text that people review. A file beyond 1 MiB is refused by its size, without being read. Images and fonts belong on a web server; link to them.',
  },
  'invalid-utf8': {
    severity: 'error',
    title: 'A file is not valid UTF-8.',
    docs: 'The position is that of the first byte that is not UTF-8. Usually the file was saved as Latin-1 or Windows-1252: open it as that and save it as UTF-8.',
  },
  'byte-order-mark': {
    severity: 'error',
    title: 'A file begins with a byte order mark.',
    docs: 'The mark would end up in messages, or in front of the first key. Save the file as “UTF-8”, not “UTF-8 with BOM”.',
  },
  'carriage-return': {
    severity: 'error',
    title: 'A file has Windows line ends (CRLF) or a lone carriage return.',
    docs: 'The same text with other line ends is another message. Lines end in LF here: `.gitattributes` with `* text=auto eol=lf` keeps it so, and `git add --renormalize .` mends what is there.',
  },
  'control-character': {
    severity: 'error',
    title: 'A file holds a control character.',
    docs: 'Control characters other than tab and line feed have no meaning in YAML, templates or messages. Delete the character, or the escape that stands for it in YAML, such as `\\u0007`.',
  },
  'yaml-syntax': {
    severity: 'error',
    title: 'A file is not valid YAML.',
    docs: 'The position is where the parser stopped understanding; the mistake is there or just before it. A text that holds `: ` or begins with a quote, a bracket, a brace or one of `@ & * ! % | >` needs quotes.',
  },
  'yaml-too-deep': {
    severity: 'error',
    title: 'A file is nested too deeply.',
    docs: 'Nothing in this repository needs more than 64 levels.',
  },
  'yaml-list-too-long': {
    severity: 'error',
    title: 'A list has more items than any list needs.',
    docs: 'At most 10,000 items of one list are read. Templates say whom they are for by labels, or that they are for all.',
  },
  'yaml-multiple-documents': {
    severity: 'error',
    title: 'A file holds more than one YAML document.',
    docs: 'Everything after a second `---` would be ignored. Split the file.',
  },
  'yaml-directive': {
    severity: 'error',
    title: 'A file has a %YAML or %TAG directive.',
    docs: 'A directive changes what plain words such as `no` mean. Files here are YAML 1.2; delete the line.',
  },
  'yaml-duplicate-key': {
    severity: 'error',
    title: 'A key is there twice in one map.',
    docs: 'Only one of the two values could count. Delete one of them.',
  },
  'yaml-alias': {
    severity: 'error',
    title: 'A file uses an alias (*name).',
    docs: 'Aliases are not supported: a few lines of them can grow to billions of values, and a text that begins with `*` is one by accident. Share values through `_defaults.yaml` or groups, and quote a text that begins with `*`.',
  },
  'yaml-anchor': {
    severity: 'error',
    title: 'A value begins with an anchor (&name).',
    docs: '`name: &Sons` is an anchor called “Sons” in front of nothing, not a text. Quote a text that begins with `&`.',
  },
  'yaml-tag': {
    severity: 'error',
    title: 'A value begins with a tag (!name).',
    docs: 'Tags are not supported, and a text that begins with `!` is one by accident. Quote it.',
  },
  'yaml-reserved-key': {
    severity: 'error',
    title: 'A key is __proto__, constructor or prototype.',
    docs: 'These names mean something to JavaScript and are refused everywhere. Choose another name.',
  },
  'yaml-key-not-text': {
    severity: 'error',
    title: 'A key is not a text.',
    docs: 'A key such as `1`, `true` or `[a]` is a number, a truth value or a list in YAML. Quote it.',
  },
  'yaml-comment-instead-of-value': {
    severity: 'error',
    title: 'A comment stands where the value should be.',
    docs: '`primary: #0a7d33` has no value: what follows ` #` is a comment. Quote the value: `primary: "#0a7d33"`. Where no value is meant, write `null`.',
  },
  'yaml-comment-in-value': {
    severity: 'warning',
    title: 'A value may have been cut short by a comment.',
    docs: 'In `name: Store #5` the value is “Store”, and “5” is a comment. Quote the value, or put a space after `#` if a comment is meant.',
  },
  'yaml-number-text': {
    severity: 'error',
    title: 'A number is not written as it would be read.',
    docs: '`1.10` is the number 1.1, `0123` is 123, `1e3` is 1000: what is printed would differ from what was written. Quote it where the text matters; write the plain number where the number does.',
  },
  'yaml-boolean-text': {
    severity: 'error',
    title: 'A plain yes, no, on or off.',
    docs: 'YAML 1.1 reads these as truth values, YAML 1.2 (used here) as texts; a feature set to `no` would be on. Write `true` or `false`, or quote the word.',
  },
} as const satisfies Record<string, CodeEntry>;
