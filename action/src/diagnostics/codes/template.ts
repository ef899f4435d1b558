import type { CodeEntry } from '../code-entry.ts';

export const templateCodes = {
  'template-syntax': {
    severity: 'error',
    title: 'A template is not valid Handlebars.',
    docs: 'The position is where the parser stopped. Close every block, and write literal braces as the language guide describes.',
  },
  'not-in-dialect': {
    severity: 'error',
    title: 'A template asks for something that the vendor of an account cannot do when a message is sent.',
    docs: 'Templates are compiled to the language of every account they are meant for. What one of those languages cannot express is an error, never an approximation. Decide or format it before sending, and put the result into the data; or narrow `portable` in template.yaml to the languages that can express it.',
  },
  'operand-not-printable': {
    severity: 'error',
    title: 'A comparison needs a value that cannot be written inside vendor code.',
    docs: "A value that is compared with runtime data becomes a literal of the vendor's language. Such literals cannot be escaped reliably, so quotation marks, backslashes, line breaks and the ends of tags are refused. Compare with plain identifiers.",
  },
  'name-not-printable': {
    severity: 'error',
    title: "A piece of runtime data has a name that the vendor's language cannot read.",
    docs: 'Use letters, digits and underscores, or give it another name in the data mapping of the account. Names that begin with `_t` are reserved for the loops in the generated code.',
  },
  'name-not-mapped': {
    severity: 'error',
    title: 'The data mapping of an account has no name for a piece of runtime data.',
    docs: 'Every path below `recipient` and `event` needs a name: its own, or that of `*`.',
  },
  'text-reads-as-code': {
    severity: 'error',
    title: 'The vendor would read text as template code, and the text cannot be escaped in this place.',
    docs: 'Braces in HTML become entities, and Liquid can print them. In plain text for a Handlebars vendor, and inside `<style>`, `<script>` and comments, neither is possible: put a space between the braces, or leave them out.',
  },
  'condition-too-large': {
    severity: 'error',
    title: "A condition repeats its content too often when written in the vendor's language.",
    docs: 'Vendors without `and` and `or` get nested tags, in which a branch may have to be repeated. The size of the result is limited. Put one value with the outcome into the data, and test that.',
  },
  'text-part-needed': {
    severity: 'error',
    title: 'The text part cannot be derived from the HTML.',
    docs: 'Without `text.hbs` the text part is made from `html.hbs`. Where a condition or loop begins inside a link or tag and ends outside of it, that is not possible. Write a `text.hbs`.',
  },
  'template-unsupported': {
    severity: 'error',
    title: 'A construct is not part of the template language.',
    docs: 'The language is a documented subset of Handlebars; `action/docs/template-language.md` lists every construct. A construct is left out if a vendor cannot express it, or if it would hide what a message is made of.',
  },
  'template-unknown-helper': {
    severity: 'error',
    title: 'There is no helper of that name.',
    docs: 'The list of helpers is fixed; no code from the repository ever runs. Compare the name with the list in the language guide.',
  },
  'template-arguments': {
    severity: 'error',
    title: 'A helper, block or partial is given the wrong arguments.',
    docs: 'The fix shows how to write it.',
  },
  'template-bare-helper': {
    severity: 'error',
    title: 'A helper’s name stands alone between braces.',
    docs: '`{{url}}` would call the helper `url` instead of printing the member of that name. Write `{{this.url}}`.',
  },
  'template-reserved-name': {
    severity: 'error',
    title: 'A reserved name is used for a variable, block parameter or partial argument.',
    docs: 'The names of helpers and `recipient`, `event`, `vendor`, `tenant` and `locale` mean the same in every template. Choose another name.',
  },
  'template-missing-variable': {
    severity: 'error',
    title: 'A tenant variable has no value.',
    docs: 'A missing value would leave a gap that only customers see. Set it in the tenant’s file or a lower layer, print it with `default`, or declare it under `variables` in template.yaml without listing it as required.',
  },
  'template-undeclared-runtime': {
    severity: 'error',
    title: 'Runtime data is used without being declared.',
    docs: '`runtime` in template.yaml is the contract with the system that sends the messages: only what it lists may be used. Correct the name, or declare it.',
  },
  'template-unguarded': {
    severity: 'error',
    title: 'Runtime data that may be absent is printed or compared without a guard.',
    docs: 'List it as required if every send carries it; otherwise print it with `default`, or inside an `if` or `with` that tests it.',
  },
  'template-type': {
    severity: 'error',
    title: 'A value has the wrong type for what is done with it.',
    docs: 'Comparisons need values of the same type, `each` needs a list, and text helpers need text.',
  },
  'template-not-printable': {
    severity: 'error',
    title: 'An object or list is printed.',
    docs: 'Print one of its members, or loop over it.',
  },
  'template-too-far-up': {
    severity: 'error',
    title: 'A path goes further up than it can see.',
    docs: 'Each `../` leaves one `each` or `with` of the same file. Partials see only what they are given, and the root through `@root`.',
  },
  'template-missing-partial': {
    severity: 'error',
    title: 'There is no partial of that name.',
    docs: 'Partials are in `templates/_partials` and `templates/_layouts`, named by their path without `.hbs`; a tenant’s own are in its `partials` folder.',
  },
  'template-partial-cycle': {
    severity: 'error',
    title: 'Partials call one another in a circle.',
    docs: 'The diagnostic shows the chain. It would never end, so remove one of the calls.',
  },
  'template-missing-string': {
    severity: 'error',
    title: 'A string has no text, or a slot is not filled.',
    docs: 'Strings are looked up in the message’s locale and the locales it falls back to, never silently in another language. Add the text to the file that the fix names, or fill the slot.',
  },
  'template-html-branches': {
    severity: 'error',
    title: 'Branches or loops that are decided only when a message is sent leave the HTML in different places.',
    docs: 'What follows would be inside a tag for some customers and outside it for others. In each branch and each loop, close what it opens.',
  },
  'template-html-unclosed': {
    severity: 'error',
    title: 'The HTML ends inside a tag, an attribute, a comment, a style or a script.',
    docs: 'Anything that a vendor or mail program adds after the message, such as a footer, would become part of it. Close what is open.',
  },
  'template-unquoted-attribute': {
    severity: 'error',
    title: 'A value is printed in an attribute without quotes.',
    docs: 'A space in the value would begin another attribute. Put the attribute’s value in quotes.',
  },
  'template-value-in-tag': {
    severity: 'error',
    title: 'A value is printed inside a tag, but not in the value of an attribute.',
    docs: 'It could become a tag or an attribute. Values go between tags or into quoted attributes.',
  },
  'template-link': {
    severity: 'error',
    title: 'A value in a link is not known to be safe.',
    docs: 'A value that begins a link must be a complete address (http, https, mailto, tel, or the tenant’s app scheme), or runtime data declared with `format: uri`. A value further inside a link must be printed with `url`.',
  },
  'template-script-link': {
    severity: 'error',
    title: 'A link runs a script.',
    docs: '`javascript:` and similar schemes are refused everywhere, however they are spelt.',
  },
  'template-unsafe-value': {
    severity: 'error',
    title: 'A value is printed inside a style or script and is not known to be harmless.',
    docs: 'Only tenant variables declared with `format: color`, `number` or `ident` may be printed there, and their values must have that format.',
  },
  'template-raw': {
    severity: 'error',
    title: '`{{{…}}}` is used for something other than trusted markup.',
    docs: 'Only tenant variables declared with `format: html` are printed without escaping, and their markup must close what it opens.',
  },
  'template-format': {
    severity: 'error',
    title: 'A value cannot be written as a date, number or amount.',
    docs: 'Dates are written as in ISO 8601, in the tenant’s local time; amounts are `{ amount, currency }` in the smallest unit.',
  },
  'template-unknown-locale': {
    severity: 'error',
    title: 'Dates and numbers cannot be written in this locale.',
    docs: 'Formats are committed per locale, so that the same commit gives the same bytes everywhere. The fix says which file to add.',
  },
  'template-limit': {
    severity: 'error',
    title: 'A template is larger, or takes more work to evaluate, than any message needs.',
    docs: 'The limits are 1 MiB and 10,000 tags of source, 2 MiB of output per field, 500,000 steps, and 100 nested blocks or partials. They stop what would otherwise never end.',
  },
} as const satisfies Record<string, CodeEntry>;
