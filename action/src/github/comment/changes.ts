import { thousands } from '../../commands/text.ts';
import type { Change, ChangeClass, Review, ReviewedMessage } from '../../review/review.ts';
import { changedWords, code, plain } from '../markdown.ts';
import type { Detail } from './detail.ts';
import { galleryLink } from './gallery-link.ts';
import { messagesOf } from './verdict.ts';
import { count, folded, grid, listed, named, section } from './words.ts';

/** Templates and locales named in a row before the others are counted. */
const namedInRow = 3;

/** What changes, a row for each change and, folded, one for each class. */
export function changesSection({ changes }: Review, detail: Detail): string {
  if (changes.length === 0) return '';
  const shown = changes.slice(0, detail.changes);
  const rows = shown.map((change, index) => changeRow(change, index + 1, detail));
  const table = grid([' #', 'What changes', 'Where', 'Tenants', ' Messages', ' Previews'], rows);
  return section('What changes', `${table}${leftOut(changes, shown, detail)}\n${classesOf(changes, detail)}`);
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
  const held = messages.filter(({ action }) => action === 'held').length;
  return [
    String(number),
    wordsOf(change, detail),
    placesOf(change.classes),
    tenantsOf(messages),
    `${thousands(messages.length)}${held > 0 ? ` (${thousands(held)} held)` : ''}`,
    galleryLink(String(change.representatives.length), change.id),
  ];
}

/** The words changed, in line; or what the change is. */
function wordsOf({ title, hunks, moreHunks }: Change, { hunks: most, words }: Detail): string {
  if (hunks.length === 0) return plain(title, words);
  const lines = hunks.slice(0, most).map((hunk) => `<sub>${plain(hunk.field)}</sub> ${changedWords(hunk, words)}`);
  const more = hunks.length - lines.length + moreHunks;
  return [...lines, ...(more > 0 ? [`and in ${count(more, 'more place')}`] : [])].join('<br>');
}

function placesOf(classes: readonly ChangeClass[]): string {
  const templates = [...new Set(classes.map(({ template }) => template))];
  const locales = [...new Set(classes.flatMap(({ messages }) => messages.map(({ locale }) => locale)))].sort();
  return `${named(templates, namedInRow)} in ${named(locales, namedInRow)}`;
}

function tenantsOf(messages: readonly ReviewedMessage[]): string {
  const tenants = [...new Set(messages.map(({ tenant }) => tenant))];
  return tenants.length <= 2 ? listed(tenants.map(code)) : thousands(tenants.length);
}

/** Messages of one template in one vendor language; only where that says more than the changes do. */
function classesOf(changes: readonly Change[], detail: Detail): string {
  const all = changes.flatMap((change, index) => change.classes.map((one) => ({ number: index + 1, one })));
  if (all.length === changes.length) return '';
  const total = count(all.length, 'class', 'classes');
  if (detail.classes === 0) return `They fall into ${total} by template and vendor language: ${detail.elsewhere}.\n`;
  const shown = all.toSorted((a, b) => a.one.messages.length - b.one.messages.length).slice(0, detail.classes);
  const rows = shown.map(({ number, one }) => [
    String(number),
    code(one.template),
    plain(one.dialect),
    named([...new Set(one.messages.map(({ locale }) => locale))].sort(), namedInRow),
    named([...new Set(one.messages.map(({ tenant }) => tenant))], detail.names),
    thousands(one.messages.length),
  ]);
  const rest =
    all.length > shown.length ? `\n${thousands(all.length - shown.length)} more: ${detail.elsewhere}.\n` : '';
  const table = grid([' Change', 'Template', 'Language', 'Locales', 'Tenants', ' Messages'], rows);
  return folded(`The same by template and vendor language: ${total}`, table + rest);
}
