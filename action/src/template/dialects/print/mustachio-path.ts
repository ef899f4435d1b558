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
 * The path for a section of its own. A section with the same path as the one around it would end that one
 * (Tokenizer.cs), so in that case the path is written in another way.
 */
export function askedPath(ref: Ref, scope: Scope, job: Job): string {
  const asked = scope.place?.asked;
  const [path, ...others] = pathsTo(ref, scope, job);
  if (path === undefined || path !== asked) return path ?? '';
  return others[0] ?? refuseRepetition(job);
}

/** The path by which the template refers to a piece of runtime data in this scope: `.`, `name`, `../name`. */
export function mustachioPath(ref: Ref, scope: Scope, job: Job): string {
  return pathsTo(ref, scope, job)[0] ?? '';
}

/** All ways to write a path, the shortest first. Where there is none, reports a problem and returns none. */
function pathsTo(ref: Ref, scope: Scope, job: Job): string[] {
  const place = placeOf(ref, scope, job);
  for (const name of place.below) {
    if (/^\w+$/.test(name)) continue;
    refuseName(name, job);
    return [];
  }
  const [from, to] = [segmentsOf(scope.place ?? root), segmentsOf(place)];
  let shared = 0;
  while (shared < to.length && shared < from.length && to[shared] === from[shared]) shared++;
  const paths: string[] = [];
  if (shared === to.length && shared === from.length) paths.push('.');
  // An item has no name, so a path that begins above it cannot lead to it.
  for (let at = shared; at >= 0 && to.slice(at).every((segment) => typeof segment === 'string'); at--) {
    const rest = to.slice(at);
    if (rest.length > 0 || typeof to.at(-1) !== 'string') paths.push('../'.repeat(from.length - at) + rest.join('.'));
  }
  const written = paths.filter((path) => path !== '');
  if (written.length === 0) refuseDistance(ref, job);
  return written;
}

/** The segments of the data from the root to a place; an item counts as a segment below its list. */
function segmentsOf({ item, below }: Place): readonly (string | Frame)[] {
  return item === undefined ? below : [...segmentsOf(item.place ?? root), item, ...below];
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
    `${vendor} cannot test the same item again directly inside the test of that item.`,
    'Remove the inner test: its result is already known there.',
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
