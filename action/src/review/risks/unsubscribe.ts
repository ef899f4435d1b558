import type { Class } from '../changes.ts';
import type { Outlines } from '../edit.ts';
import type { Hunk, Risk } from '../review.ts';
import { counted, Findings, type RiskInput, updatedClasses } from './risk.ts';

const links = { unsubscribe_url: 'unsubscribe link', preferences_url: 'preferences link' } as const;

/**
 * Finds unsubscribe or preferences links that are added, removed or moved, and changes of what one unsubscribes from.
 */
export function* unsubscribe({ groups }: RiskInput): Generator<Risk> {
  const gone = new Findings();
  const other = new Findings();
  for (const { group, found } of updatedClasses(groups)) {
    const { template } = found;
    const lost = linksThat('goes', found);
    if (lost.length > 0)
      gone.add(
        group,
        found,
        lost.map((link) => `${template}: the ${link} is removed`),
      );
    const moved = [
      ...linksThat('comes', found).map((link) => `${template}: another ${link} is added`),
      ...linksThat('moves', found).map((link) => `${template}: the ${link} moves`),
      ...topics(found),
    ];
    if (moved.length > 0) other.add(group, found, moved);
  }
  if (gone.messages > 0) {
    const { details, changes } = gone;
    const message = `${counted(gone.messages, 'message')} can no longer be unsubscribed from as before`;
    yield { code: 'unsubscribe', severity: 'stop', message, details, changes };
  }
  if (other.messages > 0) {
    const { details, changes } = other;
    const message = `unsubscribing changes in ${counted(other.messages, 'message')}`;
    yield { code: 'unsubscribe', severity: 'look', message, details, changes };
  }
}

function linksThat(what: 'goes' | 'comes' | 'moves', { edit }: Class): string[] {
  if (!edit?.before) return [];
  const { before, after } = edit;
  return Object.entries(links).flatMap(([name, label]) => {
    const [old, young] = [times(before, name), times(after, name)];
    if (what === 'goes') return young < old ? [label] : [];
    if (what === 'comes') return young > old ? [label] : [];
    return young === old && isMoved(name, edit.hunks, before, after) ? [label] : [];
  });
}

/** Whether a link moved: an edit contains it, or words that stood on one side of it now stand on the other. */
function isMoved(name: string, hunks: readonly Hunk[], before: Outlines, after: Outlines): boolean {
  if (hunks.some((hunk) => `${hunk.before} ${hunk.after}`.includes(`vendor.${name}`))) return true;
  const [old, young] = [around(before, name), around(after, name)];
  if (!old || !young) return false;
  const jumped = (left: string[], nowLeft: string[], right: string[], nowRight: string[]): boolean => {
    const arrived = new Set(less(nowRight, right));
    return less(left, nowLeft).some((word) => arrived.has(word));
  };
  return (
    jumped(old.before, young.before, old.after, young.after) || jumped(old.after, young.after, old.before, young.before)
  );
}

/** The words that readers see before and after a link. */
function around(outlines: Outlines, name: string): { before: string[]; after: string[] } | undefined {
  const parts = main(outlines).split(`{{vendor.${name}}}`);
  if (parts.length < 2) return undefined;
  // The link stands inside a tag, whose name and attributes are no words for readers.
  const words = (html: string): string[] => html.replace(/<[^<>]*>?|^[^<>]*>/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return { before: words(parts[0]!), after: words(parts.slice(1).join('>')) };
}

/** The words that remain after removing, for each of the others, one equal word. */
function less(words: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const times = left.get(word) ?? 0;
    left.set(word, times - 1);
    return times <= 0;
  });
}

/** The outline that counts: the HTML, which is what most people read, and which the text part repeats. */
function main(outlines: Outlines): string {
  return outlines.get('html') ?? [...outlines.values()].join('\n');
}

function times(outlines: Outlines, name: string): number {
  return main(outlines).split(`{{vendor.${name}}}`).length - 1;
}

function* topics({ template, members }: Class): Generator<string> {
  const [first] = members;
  const [old, young] = [first?.before?.version.metadata.topic, first?.after?.version.metadata.topic];
  if (old !== undefined && young !== undefined && old !== young) yield `${template}: topic ${old} becomes ${young}`;
}
