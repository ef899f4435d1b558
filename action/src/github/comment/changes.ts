import { thousands } from '../../commands/text.ts';
import type { Change, ChangeClass, Review, ReviewedMessage } from '../../review/review.ts';
import { changedWords, code, plain } from '../markdown.ts';
import type { Detail } from './detail.ts';
import { galleryLink } from './gallery-link.ts';
import { messagesOf } from './verdict.ts';
import { count, folded, grid, listed, named, section } from './words.ts';

/** The most templates, locales or tenants that are named in a row; more are counted. */
const mostNamed = 2;

/**
 * Writes the section of what changes: a row for each change and, folded, for the classes of each template and vendor
 * language.
 */
export function changesSection({ changes }: Review, detail: Detail): string {
  if (changes.length === 0) return '';
  const shown = changes.slice(0, detail.changes);
  const rows = shown.map((change, index) => changeRow(change, index + 1, detail));
  const table = grid([' #', 'What changes', 'Where', 'Tenants', ' Messages', ' Previews'], rows);
  return section('What changes', `${table}${leftOut(changes, shown, detail)}\n${classesOf(changes, shown, detail)}`);
}

function leftOut(changes: readonly Change[], shown: readonly Change[], detail: Detail): string {
  const rest = changes.slice(shown.length);
  if (rest.length === 0) return '';
  const singles = rest.filter((change) => messagesOf(change) === 1).length;
  const messages = rest.reduce((sum, change) => sum + messagesOf(change), 0);
  const such = singles > 0 ? `, ${thousands(singles)} of them in a single message` : '';
  const more = shown.length === 0 ? count(rest.length, 'change') : `${thousands(rest.length)} more`;
  return `\n${more}, ${count(messages, 'message')} in all${such}: ${detail.elsewhere}.\n`;
}

function changeRow(change: Change, number: number, detail: Detail): string[] {
  const messages = change.classes.flatMap((one) => one.messages);
  return [
    String(number),
    wordsOf(change, detail),
    placesOf(change.classes),
    tenantsOf(messages),
    `${thousands(messages.length)}${asides(messages)}`,
    galleryLink(String(change.representatives.length), change.id),
  ];
}

/** How many messages a deployment will not write now. */
function asides(messages: readonly ReviewedMessage[]): string {
  const drafts = messages.filter(({ workspace }) => workspace === undefined).length;
  const held = messages.filter(({ action, workspace }) => action === 'held' && workspace !== undefined).length;
  const such = [
    ...(held > 0 ? [held === messages.length ? 'all held' : `${thousands(held)} held`] : []),
    ...(drafts > 0 ? [drafts === messages.length ? 'all drafts' : count(drafts, 'draft')] : []),
  ];
  return such.length === 0 ? '' : `<br>${such.join(', ')}`;
}

/** The changed words, inline, or the title of the change. A field is named before its first words. */
function wordsOf({ title, hunks, moreHunks }: Change, { hunks: most, words }: Detail): string {
  if (hunks.length === 0) return plain(title, words);
  const lines = hunks.slice(0, most).map((hunk, index) => {
    const field = hunk.field === hunks[index - 1]?.field ? '' : `${code(hunk.field)} `;
    return `${field}${changedWords(hunk, words)}`;
  });
  const more = hunks.length - lines.length + moreHunks;
  return [...lines, ...(more > 0 ? [`and ${more === 1 ? 'one place' : `${thousands(more)} places`} more`] : [])].join(
    '<br>',
  );
}

/** Says where a change is: `welcome in en`. Where there are many, they are counted here and listed below. */
function placesOf(classes: readonly ChangeClass[]): string {
  const templates = [...new Set(classes.map(({ template }) => template))];
  const locales = localesOf(classes);
  const some = templates.length <= mostNamed ? listed(templates.map(code)) : count(templates.length, 'template');
  return `${some} in ${locales.length <= mostNamed ? listed(locales.map((one) => plain(one))) : count(locales.length, 'locale')}`;
}

function tenantsOf(messages: readonly ReviewedMessage[]): string {
  const tenants = [...new Set(messages.map(({ tenant }) => tenant))];
  return tenants.length <= mostNamed ? listed(tenants.map(code)) : thousands(tenants.length);
}

function localesOf(classes: readonly ChangeClass[]): string[] {
  return [...new Set(classes.flatMap(({ messages }) => messages.map(({ locale }) => locale)))].sort();
}

/** The classes of one change, template and vendor language, which share a row. */
interface Kind {
  readonly number: number;
  readonly classes: readonly [ChangeClass, ...ChangeClass[]];
  readonly messages: readonly ReviewedMessage[];
}

/** Lists the changes shown by template and vendor language, where that says more than the changes themselves. */
function classesOf(changes: readonly Change[], shown: readonly Change[], detail: Detail): string {
  const total = changes.reduce((sum, change) => sum + change.classes.length, 0);
  const all = shown.flatMap((change, index) => kindsOf(change, index + 1));
  if (total === changes.length || (shown.length > 0 && all.length === shown.length)) return '';
  const classes = count(total, 'class', 'classes');
  if (detail.classes === 0 || shown.length === 0) {
    return `They are ${classes} by template and vendor language: ${detail.elsewhere}.\n`;
  }
  const kinds = all.sort((a, b) => a.messages.length - b.messages.length).slice(0, detail.classes);
  const rows = kinds.map(({ number, classes, messages }) => [
    String(number),
    code(classes[0].template),
    plain(classes[0].dialect),
    localesOf(classes)
      .map((one) => plain(one))
      .join(', '),
    named([...new Set(messages.map(({ tenant }) => tenant))].sort(), detail.names),
    thousands(messages.length),
    thousands(classes.length),
  ]);
  const rest = total - kinds.reduce((sum, { classes }) => sum + classes.length, 0);
  const more = rest > 0 ? `\n${count(rest, 'more class', 'more classes')}: ${detail.elsewhere}.\n` : '';
  const headings = [' Change', 'Template', 'Language', 'Locales', 'Tenants', ' Messages', ' Classes'];
  return folded(`The same by template and vendor language: ${classes}`, grid(headings, rows) + more);
}

function kindsOf({ classes }: Change, number: number): Kind[] {
  const groups = Map.groupBy(classes, ({ template, dialect }) => `${template}\n${dialect}`);
  return Array.from(groups.values(), (group) => ({
    number,
    classes: group as [ChangeClass, ...ChangeClass[]],
    messages: group.flatMap(({ messages }) => messages),
  }));
}
