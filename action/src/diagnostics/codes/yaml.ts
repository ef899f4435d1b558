import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with the text of a file, whatever it means. */
export const yamlCodes = {
  'file-too-large': {
    severity: 'error',
    title: 'A file is larger than 1 MiB.',
    docs: 'Templates, strings and values are text that people review. A larger file is refused without being read. Images and fonts belong on a web server; link to them.',
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
    title: 'A file has Windows line endings (CRLF) or a lone carriage return.',
    docs: 'The same text with other line endings would be a different message, so lines must end in LF. `* text=auto eol=lf` in `.gitattributes` keeps it that way, and `git add --renormalize .` converts existing files.',
  },
  'control-character': {
    severity: 'error',
    title: 'A file contains a control character.',
    docs: 'Control characters other than tab and line feed have no meaning in YAML, templates or messages. Delete the character, or the escape that stands for it in YAML, such as `\\u0007`.',
  },
  'yaml-syntax': {
    severity: 'error',
    title: 'A file is not valid YAML.',
    docs: 'The position is where the parser stopped understanding; the mistake is there or just before it. Text that contains `: ` or begins with a quote, a bracket, a brace or one of `@ & * ! % | >` needs quotes.',
  },
  'yaml-too-deep': {
    severity: 'error',
    title: 'A file is nested too deeply.',
    docs: 'Nothing in this repository needs more than 64 levels.',
  },
  'yaml-list-too-long': {
    severity: 'error',
    title: 'A list has too many items.',
    docs: 'A list may have at most 10,000 items. To select many tenants for a template, use labels or `all`.',
  },
  'yaml-multiple-documents': {
    severity: 'error',
    title: 'A file contains more than one YAML document.',
    docs: 'Everything after a second `---` would be ignored. Split the file.',
  },
  'yaml-directive': {
    severity: 'error',
    title: 'A file has a %YAML or %TAG directive.',
    docs: 'A directive changes what plain words such as `no` mean. Files here are YAML 1.2; delete the line.',
  },
  'yaml-duplicate-key': {
    severity: 'error',
    title: 'A map has the same key twice.',
    docs: 'Only one of the two values could be used. Delete one of them.',
  },
  'yaml-alias': {
    severity: 'error',
    title: 'A file uses an alias (*name).',
    docs: 'Aliases are not supported: a few lines of them can grow to billions of values, and text that begins with `*` becomes one by accident. Share values through `_defaults.yaml` or groups, and quote text that begins with `*`.',
  },
  'yaml-anchor': {
    severity: 'error',
    title: 'A value begins with an anchor (&name).',
    docs: 'In `name: &Sons`, what follows the colon is an anchor called “Sons” and no value. Quote text that begins with `&`.',
  },
  'yaml-tag': {
    severity: 'error',
    title: 'A value begins with a tag (!name).',
    docs: 'Tags are not supported, and text that begins with `!` becomes one by accident. Quote it.',
  },
  'yaml-reserved-key': {
    severity: 'error',
    title: 'A key is __proto__, constructor or prototype.',
    docs: 'These names have a special meaning in JavaScript and are refused everywhere. Choose another name.',
  },
  'yaml-key-not-text': {
    severity: 'error',
    title: 'A key is not text.',
    docs: 'A key such as `1`, `true` or `[a]` is a number, a boolean or a list in YAML. Quote it.',
  },
  'yaml-comment-instead-of-value': {
    severity: 'error',
    title: 'There is a comment where the value should be.',
    docs: '`primary: #0a7d33` has no value: what follows ` #` is a comment. Quote the value: `primary: "#0a7d33"`. If no value is meant, write `null`.',
  },
  'yaml-comment-in-value': {
    severity: 'warning',
    title: 'A value may have been cut short by a comment.',
    docs: 'In `name: Store #5` the value is “Store”, and “5” is a comment. Quote the value, or put a space after `#` if a comment is meant.',
  },
  'yaml-number-text': {
    severity: 'error',
    title: 'A number is not written the way it is read.',
    docs: '`1.10` is the number 1.1, `0123` is 123, `1e3` is 1000: what is printed would differ from what was written. Quote it if the text matters; write the plain number if the number matters.',
  },
  'yaml-boolean-text': {
    severity: 'error',
    title: 'A value is yes, no, on or off, without quotes.',
    docs: 'YAML 1.1 reads these words as booleans, YAML 1.2 (used here) reads them as text; a feature set to `no` would be on. Write `true` or `false`, or quote the word.',
  },
} as const satisfies Record<string, CodeEntry>;
