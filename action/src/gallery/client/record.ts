import type { GalleryData } from '../data.ts';
import { openDialog } from './dialog.ts';
import { count, el } from './dom.ts';
import type { Marks } from './marks.ts';
import type { Change, Class, Model, Preview } from './model.ts';

/** Writes what was looked at, as Markdown to paste into a review. */
export function recordText({ base, head }: GalleryData, model: Model, marks: Marks): string {
  const { previews } = model;
  const looked = marks.looked(previews);
  const lines = model.changes.filter(({ isReviewed }) => isReviewed).flatMap((change) => changeLines(change, marks));
  return [
    `**Looked at ${number(looked.length)} of ${count(previews.length, 'preview')}**, which speak for ${number(spokenFor(looked))} of ${count(spokenFor(previews), 'message')}.`,
    base === null ? `At ${code(head)}.` : `From ${code(base)} to ${code(head)}.`,
    '',
    ...lines,
    '',
  ].join('\n');
}

function changeLines(change: Change, marks: Marks): string[] {
  const state = marks.of(change);
  const name = `- ${state === 'all' ? '[x]' : '[ ]'} ${code(change.title)}: ${count(sum(change.classes), 'message')}`;
  if (state !== 'some') return [name];
  const shown = change.classes.filter((each) => each.leads || marks.has(each));
  return [name, ...shown.map((each) => classLine(each, marks))];
}

function classLine(each: Class, marks: Marks): string {
  return `  - ${marks.has(each) ? '[x]' : '[ ]'} ${code(`${each.template} (${each.dialect})`)}: ${count(each.count, 'message')}`;
}

function spokenFor(previews: readonly Preview[]): number {
  return previews.reduce((total, { standsFor }) => total + standsFor, 0);
}

function number(many: number): string {
  return many.toLocaleString('en-US');
}

function sum(classes: readonly Class[]): number {
  return classes.reduce((total, each) => total + each.count, 0);
}

/** Makes a code span, in which Markdown mentions nobody and links nowhere. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

/** Shows the record for copying; where the browser does not let the page copy it, it can be copied by hand. */
export function openRecord(text: string, kept: boolean): void {
  const area = el('textarea', { readonly: true, rows: 14, 'aria-label': 'Record, as Markdown' });
  area.value = text;
  const said = el('span', { role: 'status' });
  const copy = el('button', {
    type: 'button',
    onclick: async () => {
      area.select();
      const copied = await navigator.clipboard.writeText(text).then(
        () => true,
        () => document.execCommand('copy'),
      );
      said.textContent = copied ? 'Copied.' : 'Press Ctrl+C to copy.';
    },
  });
  copy.textContent = 'Copy';
  openDialog(
    'Record of what was looked at',
    el('p', {}, 'Paste it into your review. It says what you looked at; it approves nothing by itself.'),
    area,
    el('p', { class: 'actions' }, copy, said),
    ...(kept ? [] : [el('p', { class: 'note' }, 'This browser keeps no marks for this page: closing it loses them.')]),
  );
  area.select();
}
