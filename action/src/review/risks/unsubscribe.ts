import type { Class } from '../changes.ts';
import type { Outlines } from '../edit.ts';
import type { Risk } from '../review.ts';
import { counted, Findings, type RiskInput, updatedClasses } from './risk.ts';

const links = { unsubscribe_url: 'unsubscribe link', preferences_url: 'preferences link' } as const;

/** An unsubscribe or preferences link comes, goes or moves, or what one unsubscribes from becomes another. */
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
        lost.map((link) => `${template}: the ${link} goes`),
      );
    const moved = [
      ...linksThat('comes', found).map((link) => `${template}: a ${link} comes`),
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
  const { before, after, hunks } = edit;
  return Object.entries(links).flatMap(([name, label]) => {
    const [old, young] = [times(before, name), times(after, name)];
    if (what === 'goes') return young < old ? [label] : [];
    if (what === 'comes') return young > old ? [label] : [];
    const isTouched = hunks.some(
      (hunk) => hunk.before.includes(`vendor.${name}`) || hunk.after.includes(`vendor.${name}`),
    );
    return young === old && isTouched ? [label] : [];
  });
}

/** The text part repeats what the HTML has; the HTML is what most people read. */
function times(outlines: Outlines, name: string): number {
  const outline = outlines.get('html') ?? [...outlines.values()].join('\n');
  return outline.split(`{{vendor.${name}}}`).length - 1;
}

function* topics({ template, members }: Class): Generator<string> {
  const [first] = members;
  const [old, young] = [first?.before?.version.metadata.topic, first?.after?.version.metadata.topic];
  if (old !== undefined && young !== undefined && old !== young) yield `${template}: topic ${old} becomes ${young}`;
}
