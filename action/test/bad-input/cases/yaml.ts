import { Buffer } from 'node:buffer';
import { base } from '../support/base.ts';
import type { BadInput } from '../support/case.ts';
import { append, replace, write } from '../support/edits.ts';

const acme = 'tenants/acme/tenant.yaml';
const bolt = 'tenants/bolt/tenant.yaml';
const boltText = base[bolt] ?? '';
const unBolt = write(bolt, boltText);

/** What can be wrong with a file before anyone asks what it means. */
export const yamlCases: readonly BadInput[] = [
  {
    name: 'a color without quotes, which is a comment',
    edit: replace(acme, 'primary: "#0a7d33"', 'primary: #0a7d33'),
    code: 'yaml-comment-instead-of-value',
    at: `${acme}:16:16`,
    message: '“#0a7d33” is a comment, so there is no value here',
    fix: 'Quote the value: "#0a7d33"',
    also: ['variable-missing'],
    mend: replace(acme, 'primary: #0a7d33', 'primary: "#0a7d33"'),
  },
  {
    name: 'a value cut short by a comment',
    edit: replace(acme, 'name: Acme Market', 'name: Store #5'),
    code: 'yaml-comment-in-value',
    at: `${acme}:2:13`,
    message: 'the value ends before “#5”',
    fix: 'Quote the whole value',
    mend: replace(acme, 'name: Store #5', 'name: "Store #5"'),
  },
  {
    name: 'a version that is a number',
    edit: replace('templates/welcome/template.yaml', 'version: 1.2.0', 'version: 1.10'),
    code: 'yaml-number-text',
    at: 'templates/welcome/template.yaml:2:10',
    message: '1.10 is the number 1.1, so its text would be lost',
    fix: 'Write "1.10" in quotes',
    mend: replace('templates/welcome/template.yaml', 'version: 1.10', 'version: "1.10.0"'),
  },
  {
    name: 'a post code among the variables that is a number',
    edit: replace(acme, '    name: Acme\n', '    name: Acme\n    postcode: 01107\n'),
    code: 'yaml-number-text',
    at: `${acme}:15:15`,
    message: '01107 is the number 1107',
    fix: 'Write "01107" in quotes, or 1107 if the number is meant.',
    mend: replace(acme, '01107', '"01107"'),
  },
  {
    name: 'a feature that is switched off with a word',
    edit: replace(acme, '  links:', '  features: { loyalty: no }\n  links:'),
    code: 'yaml-boolean-text',
    at: `${acme}:17:24`,
    message: 'no is a text here, not a truth value',
    fix: 'Write false, or "no" in quotes',
    mend: replace(acme, 'loyalty: no', 'loyalty: false'),
  },
  {
    name: 'a key that is there twice',
    edit: append(bolt, 'status: active\n'),
    code: 'yaml-duplicate-key',
    at: `${bolt}:7:1`,
    message: 'the key “status” is there already, on line 2',
    fix: 'Delete one of them.',
    mend: unBolt,
  },
  {
    name: 'an alias bomb',
    edit: append(bolt, bomb()),
    code: 'yaml-alias',
    at: `${bolt}:9:14`,
    message: '*a0 is an alias',
    fix: 'Put the text in quotes',
    also: [...Array(8 * 9 - 1).fill('yaml-alias'), ...Array(9).fill('yaml-anchor')],
    mend: unBolt,
  },
  {
    name: 'an ampersand at the beginning of a name',
    edit: replace(bolt, 'name: Bolt\nstatus', 'name: &Sons Bolt\nstatus'),
    code: 'yaml-anchor',
    at: `${bolt}:1:7`,
    message: '&Sons is an anchor, not part of the value',
    fix: 'Put the text in quotes',
    mend: replace(bolt, '&Sons Bolt', '"&Sons Bolt"'),
  },
  {
    name: 'an exclamation mark at the beginning of a name',
    edit: replace(bolt, 'name: Bolt\nstatus', 'name: !important Bolt\nstatus'),
    code: 'yaml-tag',
    at: `${bolt}:1:7`,
    message: 'what begins with ! is a tag',
    fix: 'Put the text in quotes',
    mend: replace(bolt, '!important Bolt', '"!important Bolt"'),
  },
  {
    name: 'the key __proto__',
    edit: replace(bolt, '  brand: { name: Bolt', '  brand: { __proto__: { admin: true }, name: Bolt'),
    code: 'yaml-reserved-key',
    at: `${bolt}:5:12`,
    message: 'the key “__proto__” is reserved',
    fix: 'Choose another name.',
    mend: replace(bolt, '__proto__: { admin: true }, ', ''),
  },
  {
    name: 'a key that is a number',
    edit: replace(bolt, '{ name: Bolt', '{ 1: x, name: Bolt'),
    code: 'yaml-key-not-text',
    at: `${bolt}:5:12`,
    message: 'the key 1 is not a text',
    fix: 'Write "1" in quotes.',
    mend: replace(bolt, '{ 1: x', '{ "1": x'),
  },
  {
    name: 'a colon inside a plain text',
    edit: replace(acme, 'name: Acme Market', 'name: Acme: the Market'),
    code: 'yaml-syntax',
    at: `${acme}:2:7`,
    message: 'there is a second “: ” on this line',
    fix: 'Quote the text',
    mend: replace(acme, 'Acme: the Market', '"Acme: the Market"'),
  },
  {
    name: 'a tab as indentation',
    edit: replace(acme, '  push:', '\tpush:'),
    code: 'yaml-syntax',
    at: `${acme}:7:1`,
    message: 'indented with a tab',
    fix: 'Indent with spaces.',
    mend: replace(acme, '\tpush:', '  push:'),
  },
  {
    name: 'a brace that is never closed',
    edit: replace(bolt, 'https://bolt.example }', 'https://bolt.example'),
    code: 'yaml-syntax',
    at: `${bolt}:7:1`,
    message: 'not closed',
    fix: 'Close it.',
    mend: unBolt,
  },
  {
    name: 'two documents in a file',
    edit: append(bolt, '---\nname: Other\n'),
    code: 'yaml-multiple-documents',
    at: `${bolt}:7:1`,
    message: 'a second YAML document begins here',
    fix: 'Keep one document',
    mend: unBolt,
  },
  {
    name: 'a YAML 1.1 directive',
    edit: write(bolt, `%YAML 1.1\n---\n${boltText}`),
    code: 'yaml-directive',
    at: `${bolt}:1:1`,
    message: 'a directive',
    fix: 'Delete the line.',
    mend: unBolt,
  },
  {
    name: 'brackets nested by the thousand',
    edit: append(bolt, `domains: ${'['.repeat(5000)}${']'.repeat(5000)}\n`),
    code: 'yaml-too-deep',
    at: `${bolt}:1:1`,
    message: 'nested too deeply',
    fix: 'fewer levels',
    mend: unBolt,
  },
  {
    name: 'bytes that are not UTF-8',
    edit: write(bolt, Buffer.from(boltText.replace('name: Bolt', 'name: Bôlt'), 'latin1')),
    code: 'invalid-utf8',
    at: `${bolt}:1:8`,
    message: 'the byte 0xf4 at offset 7 is not UTF-8',
    fix: 'save it as UTF-8',
    mend: unBolt,
  },
  {
    name: 'Windows line ends in a template',
    edit: write('templates/promo/body.hbs', 'Come in.\r\nNow.\r\n'),
    code: 'carriage-return',
    at: 'templates/promo/body.hbs:1:9',
    message: 'lines end in CRLF',
    fix: 'LF line ends',
    mend: write('templates/promo/body.hbs', 'Come in.\nNow.\n'),
  },
  {
    name: 'Windows line ends in values',
    edit: write(bolt, boltText.replaceAll('\n', '\r\n')),
    code: 'carriage-return',
    at: `${bolt}:1:11`,
    message: 'lines end in CRLF',
    fix: 'LF line ends',
    mend: unBolt,
  },
  {
    name: 'a byte order mark in front of values',
    edit: write(bolt, `\ufeff${boltText}`),
    code: 'byte-order-mark',
    at: `${bolt}:1:1`,
    message: 'begins with a byte order mark',
    fix: 'not “UTF-8 with BOM”',
    mend: unBolt,
  },
  {
    name: 'a byte order mark in front of a template',
    edit: write('templates/promo/title.hbs', '\ufeffPromo\n'),
    code: 'byte-order-mark',
    at: 'templates/promo/title.hbs:1:1',
    message: 'begins with a byte order mark',
    fix: 'not “UTF-8 with BOM”',
    mend: write('templates/promo/title.hbs', 'Promo\n'),
  },
  {
    name: 'a control character in a template',
    edit: write('templates/promo/title.hbs', 'Pro\u0007mo\n'),
    code: 'control-character',
    at: 'templates/promo/title.hbs:1:4',
    message: 'U+0007',
    fix: 'Delete it.',
    mend: write('templates/promo/title.hbs', 'Promo\n'),
  },
  {
    name: 'a template of 50 MB',
    edit: write('templates/welcome/html.hbs', { hole: 50 * 1024 * 1024 }),
    code: 'file-too-large',
    at: 'templates/welcome/html.hbs:1:1',
    message: 'the file has 50.0 MiB',
    fix: 'web server',
    mend: write('templates/welcome/html.hbs', base['templates/welcome/html.hbs'] ?? ''),
  },
];

/** Nine lists, each of nine aliases of the one before: 9⁹ values. */
function bomb(): string {
  const rows = Array.from({ length: 9 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x]'
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  );
  return `  bomb:\n${rows.map((row) => `    ${row}\n`).join('')}`;
}
