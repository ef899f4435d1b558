import { thousands } from '../../commands/text.ts';
import type { Measure, Review, ReviewedMessage, Unexpected } from '../../review/review.ts';
import { code, plain } from '../markdown.ts';
import type { Detail } from './detail.ts';
import { galleryLink } from './gallery-link.ts';
import { count, folded, grid, named, section } from './words.ts';

/** Writes who is held, what is archived, and who does not follow the change as one would expect; by reason. */
export function unexpectedSection({ changes, unexpected }: Review, detail: Detail): string {
  const messages = changes.flatMap(({ classes }) => classes.flatMap((one) => one.messages));
  const groups: readonly Group[] = [
    ...groupsOf(messages.filter(isHeld), (one) => `held because ${reasonsOf(one)}`),
    ...groupsOf(messages.filter(isLeaving), (one) => `is removed because ${reasonsOf(one)}`),
    ...groupsOf(unexpected, (one) => one.message),
  ];
  const lines = groups.slice(0, detail.unexpected).map(({ members, says }) => {
    return `- ${pairsOf(members, detail)}: ${plain(says, detail.words)}\n`;
  });
  const rest = groups.slice(lines.length).reduce((sum, { members }) => sum + members.length, 0);
  const noun = lines.length === 0 ? 'pair' : 'more pair';
  const more = rest > 0 ? `- ${count(rest, noun)}: ${detail.elsewhere}\n` : '';
  return section('Unlike the others', lines.join('') + more);
}

type Pair = Pick<Unexpected, 'tenant' | 'template'>;

interface Group {
  readonly says: string;
  readonly members: readonly Pair[];
}

function groupsOf<T extends Pair>(members: readonly T[], says: (one: T) => string): Group[] {
  return Array.from(Map.groupBy(members, says), ([text, group]) => {
    const pairs = new Map(group.map((one) => [`${one.tenant}/${one.template}`, one]));
    return { says: text, members: [...pairs.values()] };
  });
}

function isHeld({ action, workspace }: ReviewedMessage): boolean {
  return action === 'held' && workspace !== undefined;
}

function isLeaving({ action, reasons }: ReviewedMessage): boolean {
  return action === 'archive' && reasons.length > 0;
}

function reasonsOf({ reasons }: ReviewedMessage): string {
  return reasons.map(({ message }) => message).join('; ');
}

/** Names the pairs: by tenant where all have the same one, by template where all have the same one. */
function pairsOf(group: readonly Pair[], { names }: Detail): string {
  const tenants = [...new Set(group.map(({ tenant }) => tenant))];
  const templates = [...new Set(group.map(({ template }) => template))];
  if (tenants.length === 1) {
    const many = templates.length > 2 ? count(templates.length, 'template') : named(templates, names);
    return `${named(tenants, 1)} in ${many}`;
  }
  if (templates.length === 1) return `${named(tenants, names)} in ${named(templates, 1)}`;
  return named(
    group.map(({ tenant, template }) => `${tenant}/${template}`),
    names,
  );
}

const extremes = [
  { key: 'subject', says: 'Longest subject', unit: (size: number) => count(size, 'character') },
  { key: 'html', says: 'Largest HTML', unit: (size: number) => `${(size / 1000).toFixed(1)} kB` },
  { key: 'segments', says: 'Most SMS segments', unit: (size: number) => count(size, 'segment') },
] as const satisfies readonly { key: keyof Measure; says: string; unit: (size: number) => string }[];

/** Names the messages in which a change is most likely to break something. */
export function extremesSection({ changes }: Review, detail: Detail): string {
  if (detail.extremes === 0) return '';
  const messages = changes
    .flatMap((change) => change.classes.flatMap((one) => one.messages))
    .filter(({ after }) => after !== null);
  const rows = extremes.flatMap(({ key, says, unit }) => {
    return most(messages, key, detail.extremes).map((message, index) => [
      index === 0 ? says : '',
      linkTo(message),
      unit(message.measure[key]),
    ]);
  });
  return folded('Extremes: where a layout would break first', grid(['', 'Message', ' Size'], rows));
}

function linkTo({ tenant, template, locale }: ReviewedMessage): string {
  return `${galleryLink(code(`${tenant}/${template}`), `${tenant}/${template}/${locale}`)} in ${plain(locale)}`;
}

/** The biggest messages by a measure, at most one of each pair. */
function most(messages: readonly ReviewedMessage[], key: keyof Measure, number: number): readonly ReviewedMessage[] {
  let top: ReviewedMessage[] = [];
  for (const message of messages) {
    const least = top.length < number ? 0 : (top.at(-1)?.measure[key] ?? 0);
    if (message.measure[key] <= least) continue;
    const same = top.find(({ tenant, template }) => tenant === message.tenant && template === message.template);
    if (same && same.measure[key] >= message.measure[key]) continue;
    top = [...top.filter((one) => one !== same), message]
      .sort((a, b) => b.measure[key] - a.measure[key])
      .slice(0, number);
  }
  return top;
}

/** Writes what does not change, by reason. */
export function unaffectedSection({ changes, unaffected }: Review, detail: Detail): string {
  // Where nothing changes at all, the verdict has said so.
  if (unaffected.length <= (changes.length === 0 ? 1 : 0)) return '';
  const pairs = unaffected.reduce((sum, one) => sum + one.pairs, 0);
  const title = `What does not change: ${count(pairs, 'pair')}`;
  if (detail.unaffected === 0) return `${title}, for ${count(unaffected.length, 'reason')}: ${detail.elsewhere}.\n`;
  const shown = unaffected.slice(0, detail.unaffected);
  const rows = shown.map(({ reason, pairs, tenants }) => [
    plain(reason, detail.words),
    thousands(pairs),
    tenants.slice(0, detail.names).map(code).join(', '),
  ]);
  const rest = unaffected.length - shown.length;
  const more = rest > 0 ? `\n${count(rest, 'more reason')}: ${detail.elsewhere}.\n` : '';
  return folded(title, grid(['Why', ' Pairs', 'For example'], rows) + more);
}
