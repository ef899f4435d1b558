import type { BadInput } from '../support/case.ts';
import { all, remove, replace, write } from '../support/edits.ts';

const subject = 'templates/welcome/subject.hbs';
const html = 'templates/welcome/html.hbs';
const footer = 'templates/_partials/footer.hbs';
const page = 'templates/_layouts/page.hbs';
const acme = 'tenants/acme/tenant.yaml';
const hello = '{{t "hello" name=recipient.first_name}}\n';

/** What can be wrong inside a template: found when its messages are rendered. */
export const templateCases: readonly BadInput[] = [
  {
    name: 'a block that is never closed',
    edit: replace(html, '{{/page}}\n', ''),
    code: 'template-syntax',
    at: `${html}:1:1`,
    message: 'The block `page` that is opened here is never closed.',
    fix: 'Write `{{/page}}`',
    mend: replace(html, '{{> footer}}\n', '{{> footer}}\n{{/page}}\n'),
  },
  {
    name: 'partials that call one another in a circle',
    edit: all(
      replace(footer, '</p>', '</p>{{> header}}'),
      write('templates/_partials/header.hbs', '<p>Header</p>{{> footer}}\n'),
    ),
    code: 'template-partial-cycle',
    at: 'templates/_partials/header.hbs:1:14',
    message: 'footer → header → footer',
    fix: 'Remove one of these calls',
    mend: replace(footer, '{{> header}}', ''),
  },
  {
    name: 'a partial that does not exist',
    edit: replace(html, '{{> footer}}', '{{> foter}}'),
    code: 'template-missing-partial',
    at: `${html}:5:1`,
    message: 'There is no partial `foter`.',
    fix: 'Did you mean “footer”?',
    mend: replace(html, '{{> foter}}', '{{> footer}}'),
  },
  {
    name: 'a misspelt variable',
    edit: replace(html, '{{brand.name}}', '{{brand.nmae}}'),
    code: 'template-missing-variable',
    at: `${html}:3:28`,
    message: '`brand.nmae` has no value. `brand` has no member `nmae`.',
    fix: 'Did you mean “name”?',
    mend: replace(html, 'brand.nmae', 'brand.name'),
  },
  {
    name: 'a variable that no layer gives',
    edit: replace(html, '{{brand.name}}', '{{legal.company}}'),
    code: 'template-missing-variable',
    at: `${html}:3:28`,
    message: '`legal.company` has no value.',
    fix: 'Set `variables.legal.company`',
    mend: replace(html, '{{legal.company}}', '{{default legal.company brand.name}}'),
  },
  {
    name: 'runtime data that is not declared',
    edit: write(subject, 'Hi {{recipient.last_name}}\n'),
    code: 'template-undeclared-runtime',
    at: `${subject}:1:6`,
    message: '`recipient.last_name` is not declared',
    fix: 'Declare `last_name`',
    mend: write(subject, 'Hi {{recipient.first_name}}\n'),
  },
  {
    name: 'runtime data that may be absent',
    edit: write(subject, 'Hi {{recipient.city}}\n'),
    code: 'template-unguarded',
    at: `${subject}:1:4`,
    message: 'recipient.city',
    fix: 'default',
    mend: write(subject, 'Hi {{default recipient.city "there"}}\n'),
  },
  {
    name: 'a construct that a vendor cannot express',
    edit: write(subject, 'Hi {{upper recipient.first_name}}\n'),
    code: 'not-in-dialect',
    at: `${subject}:1:4`,
    message: 'upper',
    fix: 'Send the value ready for display',
    mend: write(subject, hello),
  },
  {
    name: 'a reserved name as a block parameter',
    edit: replace(page, '{{> @partial-block}}', '{{#with brand as |event|}}x{{/with}}{{> @partial-block}}'),
    code: 'template-reserved-name',
    at: `${page}:1:7`,
    message: 'event',
    fix: 'Choose a name other than `event`.',
    mend: replace(page, 'as |event|', 'as |it|'),
  },
  {
    name: 'a helper’s name alone',
    edit: write(subject, 'Hi {{url}}\n'),
    code: 'template-bare-helper',
    at: `${subject}:1:6`,
    message: '`url` is a helper',
    fix: '`{{this.url}}`',
    mend: write(subject, hello),
  },
  {
    name: 'a value in an attribute without quotes',
    edit: replace(html, 'href="{{links.shop}}"', 'href={{links.shop}}'),
    code: 'template-unquoted-attribute',
    at: `${html}:3:9`,
    message: 'A value is printed in an attribute without quotes',
    fix: 'Put quotation marks around',
    mend: replace(html, 'href={{links.shop}}', 'href="{{links.shop}}"'),
  },
  {
    name: 'a javascript: link in a template',
    edit: replace(html, 'href="{{links.shop}}"', 'href="javascript:go()"'),
    code: 'template-script-link',
    at: `${html}:3:20`,
    message: 'This link runs a script',
    fix: 'Link to a page',
    mend: replace(html, 'javascript:go()', '{{links.shop}}'),
  },
  {
    name: 'a javascript: link in a value of no declared format',
    edit: all(
      remove('templates/welcome/samples'),
      replace('templates/welcome/template.yaml', '{ type: string, format: url }', '{ type: string }'),
      replace(acme, 'shop: https://acme.example', 'shop: "javascript:alert(1)"'),
    ),
    code: 'template-link',
    at: `${html}:3:10`,
    message: '“javascript:alert(1)” is not an address that a link may begin with',
    fix: 'Write the complete address',
    mend: replace(acme, '"javascript:alert(1)"', 'https://acme.example'),
  },
  {
    name: 'a string that no locale has',
    edit: write(subject, '{{t "helo" name=recipient.first_name}}\n'),
    code: 'template-missing-string',
    at: `${subject}:1:1`,
    message: 'helo',
    fix: 'hello',
    mend: write(subject, hello),
  },
];
