import type { Repository } from '../config/model.ts';
import { compareText, sha256 } from '../digest.ts';
import type { After, Seen } from './collect.ts';
import { type ClassEdit, classEdit, outlinesOf, valueEdits } from './edit.ts';
import { Sorter, type Sorting } from './kinds.ts';
import { representativesOf } from './representatives.ts';
import type { Change, ChangeClass, Hunk } from './review.ts';
import { fewHunks, hunksOfValues, titleOfValues, titleOfWords } from './titles.ts';
import { TenantDifferences, type ValueEdit } from './values.ts';

/** A class with its messages themselves, for finding out more about it. */
export interface Class {
  readonly id: string;
  readonly template: string;
  readonly members: readonly Seen[];
  /** Undefined for messages that are archived. */
  readonly edit: ClassEdit | undefined;
  /** The values that change, for each member; empty lists unless the messages are updated. */
  readonly values: readonly (readonly ValueEdit[])[];
}

/** A change with its classes; `change` is the part that goes into the review. */
export interface Grouped {
  readonly change: Change;
  readonly classes: readonly Class[];
}

interface Part {
  readonly sorting: Sorting;
  readonly planClass: string;
  readonly key: string;
  readonly members: Seen[];
  readonly values: (readonly ValueEdit[])[];
}

/**
 * Groups changed messages into classes, and classes into changes, each of which a reviewer need look at only once. The
 * changes with the fewest messages come first.
 */
export function changesOf(seen: readonly Seen[], base: Repository | undefined, head: Repository): Grouped[] {
  const parts = partsOf(seen, new Sorter(base, head, seen));
  const shared = new Map<string, number>();
  for (const { planClass } of parts) shared.set(planClass, (shared.get(planClass) ?? 0) + 1);
  const groups = new Map<string, { sorting: Sorting; classes: Class[] }>();
  for (const part of parts) {
    const own = classOf(part, shared.get(part.planClass) === 1);
    const key = `${part.sorting.kind} ${keyOf(part, own)}`;
    const group = groups.get(key) ?? { sorting: part.sorting, classes: [] };
    group.classes.push(own);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, { sorting, classes }]) => grouped(key, sorting, classes.sort(fewestFirst)))
    .sort(
      (a, b) =>
        size(a.classes) - size(b.classes) ||
        compareText(a.change.title, b.change.title) ||
        compareText(a.change.id, b.change.id),
    );
}

/**
 * Splits the messages into parts that are reviewed together. A class of the plan may have several parts, by what
 * happens to its messages and by which of their values change.
 */
function partsOf(seen: readonly Seen[], sorter: Sorter): Part[] {
  const tenants = new TenantDifferences();
  const outlines = new Map<string, string>();
  const parts = new Map<string, Part>();
  for (const one of seen) {
    const sorting = sorter.sort(one);
    const planClass = one.planClass ?? sha256(`archive ${one.message.template} ${one.dialect}`).slice(0, 12);
    let values: readonly ValueEdit[] = [];
    if (sorting.kind === 'update' && one.after) {
      let outline = outlines.get(planClass);
      if (outline === undefined) {
        outline = [...outlinesOf(one.after, one.message.locale).values()].join('\n');
        outlines.set(planClass, outline);
      }
      values = valueEdits(one, outline, tenants);
    }
    const paths = values.map(({ path }) => path).join(' ');
    const key = `${planClass} ${sorting.kind} ${sorting.key} ${paths}`;
    const part = parts.get(key) ?? { sorting, planClass, key, members: [], values: [] };
    part.members.push(one);
    part.values.push(values);
    parts.set(key, part);
  }
  return [...parts.values()];
}

function classOf({ planClass, key, members, values }: Part, isWhole: boolean): Class {
  const id = isWhole ? planClass : sha256(key).slice(0, 12);
  const [first] = members;
  const { template } = first!.message;
  const edit = first?.after ? classEdit(first as Seen & { after: After }) : undefined;
  return { id, template, members, edit, values };
}

function keyOf({ sorting, values, members }: Part, { edit }: Class): string {
  if (sorting.kind === 'create' || sorting.kind === 'archive') return sorting.key;
  if (sorting.kind === 'move') return `${sorting.key} ${edit?.key ?? ''}`;
  const paths = [...new Set(values.flatMap((one) => one.map(({ path }) => path)))].sort();
  if (paths.length > 0) return `values ${paths.join(' ')} ${edit?.hunks.length ? edit.key : ''}`;
  // What can no longer be compared is reviewed template by template.
  return edit && edit.key !== 'unknown' ? edit.key : `unknown ${members[0]?.message.template}`;
}

function grouped(key: string, sorting: Sorting, classes: readonly Class[]): Grouped {
  const members = classes.flatMap((one) => one.members);
  const all = hunksOf(sorting, classes);
  const change: Change = {
    id: sha256(key).slice(0, 12),
    kind: sorting.kind,
    title: titleOf(sorting, classes, all),
    ...fewHunks(all),
    classes: classes.map(toldClass),
    representatives: representativesOf(members),
  };
  return { change, classes };
}

function hunksOf({ kind }: Sorting, classes: readonly Class[]): readonly Hunk[] {
  if (kind === 'create' || kind === 'archive') return [];
  // The words are the same in all classes. Values come in addition; there are few of them.
  return [...hunksOfValues(classes.flatMap((one) => one.values)), ...(classes.at(-1)?.edit?.hunks ?? [])];
}

function titleOf(sorting: Sorting, classes: readonly Class[], hunks: readonly Hunk[]): string {
  if (sorting.kind !== 'update') return sorting.title;
  const values = classes.flatMap((one) => one.values);
  const words = hunks.length - hunksOfValues(values).length;
  if (values.some((one) => one.length > 0)) return titleOfValues(values, words);
  if (hunks.length === 0 && classes.every(({ edit }) => !edit?.before))
    return `${classes[0]?.template} changes; the old text is not available`;
  return titleOfWords(hunks);
}

function toldClass({ id, template, members }: Class): ChangeClass {
  const { message, dialect } = members[0]!;
  return {
    id,
    template,
    channel: message.channel,
    dialect,
    messages: members.map((one) => one.message),
    representatives: representativesOf(members),
  };
}

function fewestFirst(a: Class, b: Class): number {
  return a.members.length - b.members.length || compareText(a.template, b.template) || compareText(a.id, b.id);
}

function size(classes: readonly Class[]): number {
  return classes.reduce((sum, one) => sum + one.members.length, 0);
}
