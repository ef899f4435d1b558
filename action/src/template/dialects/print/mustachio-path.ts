import type { Ref } from '../../ir.ts';
import { type Job, refuse } from './job.ts';
import { authorsPath, mappedName } from './names.ts';
import type { Frame, Place, Scope } from './printer.ts';

const vendor = 'Postmark';
const root: Place = { item: undefined, below: [] };

/** Where in the data a piece of runtime data is. */
export function placeOf(ref: Ref, scope: Scope, job: Job): Place {
  switch (ref.kind) {
    case 'data': {
      const name = mappedName(ref, job.data);
      if (name !== undefined) return { item: undefined, below: [...name.base, ...name.rest] };
      refuse(
        job,
        'name-not-mapped',
        `The data mapping of this ${vendor} account has no name for ${authorsPath(ref)}.`,
        'Add the name, or "*" for all others, under data in .github/tenantry.yml.',
      );
      return root;
    }
    case 'loop':
      return { item: frameOf(ref.loop, scope), below: ref.path };
    case 'loop-data':
      refuse(
        job,
        'not-in-dialect',
        `${vendor} has no @${ref.name} in a loop over data that is known only when the message is sent.`,
        'Put the position into each item of the data, such as item.position.',
      );
      return root;
    case 'vendor':
      throw new Error('vendor values are not looked for in the data');
  }
}

/**
 * The path that a section of its own asks. A section with the path of the one around it would end that one
 * (Tokenizer.cs), so where they are the same the path is written another way.
 */
export function askedPath(ref: Ref, scope: Scope, job: Job): string {
  const path = mustachioPath(ref, scope, job);
  if (path === '' || path !== scope.place?.asked) return path;
  const last = scope.place.below.at(-1);
  return path === '.' && last !== undefined ? `../${last}` : refuseRepetition(job);
}

/** How a piece of runtime data is called at a place in the template: `.`, `name`, `../name`. */
export function mustachioPath(ref: Ref, scope: Scope, job: Job): string {
  const to = placeOf(ref, scope, job);
  const from = scope.place ?? root;
  for (const name of to.below) if (!/^\w+$/.test(name)) return refuseName(name, job);
  if (from.item === to.item && from.below.join('.') === to.below.join('.')) return '.';
  const steps = climb(from, to.item);
  return steps === undefined ? refuseDistance(ref, job) : '../'.repeat(steps) + to.below.join('.');
}

/** Segments from a place up to an item, or to the root; undefined where the item is not above it. */
function climb(from: Place, to: Frame | undefined): number | undefined {
  let steps = from.below.length;
  for (let item = from.item; item !== to; ) {
    if (item === undefined) return undefined;
    // An item is a segment of its list.
    steps += 1 + (item.place?.below.length ?? 0);
    item = item.place?.item;
  }
  return steps;
}

function frameOf(loop: number, scope: Scope): Frame {
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) if (frame.loop === loop) return frame;
  throw new Error(`a path refers to loop ${loop}, which is not around it`);
}

function refuseName(name: string, job: Job): string {
  return refuse(
    job,
    'name-not-printable',
    `${vendor} cannot read data named ${JSON.stringify(name)}.`,
    'Give it another name in the data mapping of the account: letters, digits and underscores.',
  );
}

function refuseRepetition(job: Job): string {
  return refuse(
    job,
    'not-in-dialect',
    `${vendor} cannot ask for the same item directly inside the test of that item.`,
    'Leave the inner test out: its answer is known there.',
  );
}

function refuseDistance(ref: Ref, job: Job): string {
  const what = 'path' in ref && ref.path.length > 0 ? `this.${ref.path.join('.')}` : 'the item';
  return refuse(
    job,
    'not-in-dialect',
    `${vendor} cannot reach ${what} from here: inside a test or a loop it sees only what the tested data is part of.`,
    'Test or loop over a member of the item itself, or put what is needed into each item of the data.',
  );
}
