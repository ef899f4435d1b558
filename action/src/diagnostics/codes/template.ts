import type { CodeEntry } from '../catalogue.ts';

export const templateCodes = {
  'template-syntax': {
    severity: 'error',
    title: 'A template is not valid Handlebars.',
    docs: 'The parser stopped at the place named. Close every block, and write literal braces as described in the language guide.',
  },
  'not-in-dialect': {
    severity: 'error',
    title: 'The vendor of an account cannot do what a template asks of it when a message is sent.',
    docs: 'Templates are compiled to the language of every account they are meant for. What one of those languages cannot express is an error, never an approximation. Decide or format it before sending, and put the result into the data; or narrow `portable` in template.yaml to the accounts that can.',
  },
  'operand-not-printable': {
    severity: 'error',
    title: 'A comparison needs a value inside vendor code that cannot stand there.',
    docs: 'A value that is compared with runtime data becomes a literal of the vendor\'s language. Those have no dependable escapes, so quotation marks, backslashes, line breaks and the ends of tags are refused. Compare with plain identifiers.',
  },
  'name-not-printable': {
    severity: 'error',
    title: 'A piece of runtime data has a name that the vendor\'s language cannot read.',
    docs: 'Use letters, digits and underscores, or give it another name in the data mapping of the account. Names that begin with `_t` belong to the loops that are printed.',
  },
  'name-not-mapped': {
    severity: 'error',
    title: 'The data mapping of an account has no name for a piece of runtime data.',
    docs: 'Every path below `recipient` and `event` needs a name: its own, or that of `*`.',
  },
  'text-reads-as-code': {
    severity: 'error',
    title: 'Text would be read as template code by the vendor, and cannot be written another way where it stands.',
    docs: 'Braces in HTML become entities, and Liquid can print them. In plain text for a Handlebars vendor, and inside `<style>`, `<script>` and comments, neither is possible: put a space between the braces, or leave them out.',
  },
  'condition-too-large': {
    severity: 'error',
    title: 'A condition repeats its content too often when written in the vendor\'s language.',
    docs: 'Vendors without `and` and `or` get nested tags, in which a branch may have to be repeated. That is bounded. Put one value into the data that says the same, and test that.',
  },
  'text-part-needed': {
    severity: 'error',
    title: 'The text part cannot be derived from the HTML.',
    docs: 'Without `text.hbs` the text part is made from `html.hbs`. Where a condition or loop begins inside a link or tag and ends outside of it, that is not possible. Write a `text.hbs`.',
  },
} as const satisfies Record<string, CodeEntry>;
