import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with the set of files, and with a single file under its schema. */
export const fileCodes = {
  'missing-file': {
    severity: 'error',
    title: 'A file that must be there is not.',
    docs: 'A repository needs `.github/tenantry.yml`; a tenant needs `tenant.yaml`; a template needs `template.yaml` and the `.hbs` files its channel requires (email: subject and html; push: title and body; sms: body).',
  },
  'misplaced-file': {
    severity: 'error',
    title: 'A YAML or Handlebars file is where nothing reads it.',
    docs: 'It looks like part of the repository, but no rule of the folder structure covers its name, so it would have no effect. Usually a folder or an ending is misspelt: values end in `.yaml`, only `.github/tenantry.yml` in `.yml`.',
  },
  'stray-file': {
    severity: 'warning',
    title: 'A file is not part of the repository’s structure.',
    docs: 'Nothing reads it. `README.md` and `.gitkeep` are welcome anywhere; other files belong elsewhere.',
  },
  'irregular-file': {
    severity: 'error',
    title: 'A symbolic link, submodule or special file.',
    docs: 'Links are never followed: they could lead out of the repository. Copy the file, or share it as a layout, partial, group or default.',
  },
  'unsafe-name': {
    severity: 'error',
    title: 'A path is not one that every machine and every reader takes alike.',
    docs: 'Control characters, line breaks, bytes that are not UTF-8, backslashes, `.`, `..` and `.git` as names, and names longer than any file system takes make a path mean different things to git, to a disk, to a terminal and to a browser. Such a file is not read. Rename it.',
  },
  'invalid-id': {
    severity: 'error',
    title: 'A folder or file name is not an id.',
    docs: 'Ids become names at vendors: lower-case letters, digits and single hyphens, at most 63 characters, beginning and ending with a letter or digit.',
  },
  'invalid-locale': {
    severity: 'error',
    title: 'A strings file is not named after a locale.',
    docs: 'The name is a language with, where it matters, a script and a region, in the usual case: `en`, `es-US`, `zh-Hant-TW`.',
  },
  'unknown-field': {
    severity: 'error',
    title: 'A .hbs file of a template is no field of its channel.',
    docs: 'Email has subject, preheader, html and text; push has title, body and link; sms has body. Shared pieces belong in `templates/_partials`.',
  },
  'unknown-key': {
    severity: 'error',
    title: 'A key is not known here.',
    docs: 'Usually it is misspelt or indented wrongly. The schemas in `schemas/` list every key; editors that know YAML schemas complete them.',
  },
  'missing-key': {
    severity: 'error',
    title: 'A key that must be there is not.',
    docs: 'The fix says what the key is for.',
  },
  'wrong-type': {
    severity: 'error',
    title: 'A value is of the wrong kind.',
    docs: 'A text where a list is expected, a number where a text is expected, and so on. A text that looks like a number needs quotes.',
  },
  'invalid-value': {
    severity: 'error',
    title: 'A value is not one of those allowed.',
    docs: 'The fix says what is.',
  },
  'string-key-twice': {
    severity: 'error',
    title: 'Two entries of a strings file have the same dotted key.',
    docs: '`a.b: x` and `a: { b: x }` are one key. Keep one of them.',
  },
  'sample-invalid': {
    severity: 'error',
    title: 'A sample is not data that the template’s runtime schema allows.',
    docs: 'Samples stand for what will be sent: previews and tests use them. Mend the sample, or the schema if the data is right.',
  },
  'pinned-version-mismatch': {
    severity: 'error',
    title: 'A pinned folder is not named after the version it holds.',
    docs: 'The folder `pinned/<version>/` must hold a `template.yaml` of that version. Folders of pinned versions are written by `tenantry pin` and not edited.',
  },
} as const satisfies Record<string, CodeEntry>;
