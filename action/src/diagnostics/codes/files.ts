import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong with the set of files, and with a single file under its schema. */
export const fileCodes = {
  'missing-file': {
    severity: 'error',
    title: 'A required file is missing.',
    docs: 'A repository needs `.github/tenantry.yml`; a tenant needs `tenant.yaml`; a template needs `template.yaml` and the `.hbs` files its channel requires (email: subject and html; push: title and body; sms: body).',
  },
  'misplaced-file': {
    severity: 'error',
    title: 'A YAML or Handlebars file is in a place where nothing reads it.',
    docs: 'It looks like part of the repository, but its path does not fit the folder structure, so it would have no effect. Usually the name of a folder or the file extension is misspelt: YAML files end in `.yaml`; only `.github/tenantry.yml` ends in `.yml`.',
  },
  'stray-file': {
    severity: 'warning',
    title: 'A file is not part of the repository’s structure.',
    docs: 'Nothing reads it. `README.md` and `.gitkeep` are allowed anywhere; move other files out of `tenants/` and `templates/`.',
  },
  'irregular-file': {
    severity: 'error',
    title: 'A path is a symbolic link, a submodule or a special file.',
    docs: 'Links are never followed: they could lead out of the repository. Copy the file, or share its content through a layout, a partial, a group or `tenants/_defaults.yaml`.',
  },
  'unsafe-name': {
    severity: 'error',
    title: 'A path does not mean the same thing on every system.',
    docs: 'Control characters, line breaks, bytes that are not UTF-8, backslashes, the names `.`, `..` and `.git`, and names too long for some file systems make a path mean different things to git, to a disk, to a terminal and to a browser. Such a file is not read. Rename it.',
  },
  'invalid-id': {
    severity: 'error',
    title: 'A folder or file name is not an id.',
    docs: 'Ids become names at vendors. An id has at most 63 characters: lower-case letters, digits and single hyphens. It begins and ends with a letter or digit.',
  },
  'invalid-locale': {
    severity: 'error',
    title: 'A strings file is not named after a locale.',
    docs: 'A locale is a language, with a script and a region where they matter, in the usual upper and lower case: `en`, `es-US`, `zh-Hant-TW`.',
  },
  'unknown-field': {
    severity: 'error',
    title: 'A template has a .hbs file that is not a field of its channel.',
    docs: 'Email has subject, preheader, html and text; push has title, body and link; sms has body. Shared pieces belong in `templates/_partials`.',
  },
  'unknown-key': {
    severity: 'error',
    title: 'A key is not known here.',
    docs: 'Usually it is misspelt or indented wrongly. The schemas in `schemas/` list every key; editors that support YAML schemas can complete them.',
  },
  'missing-key': {
    severity: 'error',
    title: 'A required key is missing.',
    docs: 'The fix says what the key is for.',
  },
  'wrong-type': {
    severity: 'error',
    title: 'A value has the wrong type.',
    docs: 'For example, it is text where a list is expected, or a number where text is expected. Text that looks like a number needs quotes.',
  },
  'invalid-value': {
    severity: 'error',
    title: 'A value is not allowed here.',
    docs: 'The fix says what is allowed.',
  },
  'string-key-twice': {
    severity: 'error',
    title: 'Two entries of a strings file have the same dotted key.',
    docs: '`a.b: x` and `a: { b: x }` are the same key. Keep one of them.',
  },
  'sample-invalid': {
    severity: 'error',
    title: 'A sample does not conform to the template’s runtime schema.',
    docs: 'Samples stand for the data of real sends; previews and tests use them. Correct the sample, or the schema if the data is right.',
  },
  'pinned-version-mismatch': {
    severity: 'error',
    title: 'A pinned folder is not named after the version it holds.',
    docs: 'The folder `pinned/<version>/` must hold a `template.yaml` of that version. `tenantry pin` writes these folders; do not edit them.',
  },
} as const satisfies Record<string, CodeEntry>;
