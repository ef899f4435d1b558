import type { LoopDataRef, Ref } from '../../ir.ts';
import type { HandlebarsFlavour } from './handlebars-flavour.ts';
import { type Job, refuse } from './job.ts';
import { authorsPath, mappedName } from './names.ts';
import type { Scope } from './printer.ts';

/** The path by which the template refers to a piece of runtime data in this scope. */
export function path(ref: Ref, scope: Scope, job: Job, flavour: HandlebarsFlavour): string {
  switch (ref.kind) {
    case 'data': {
      const name = mappedName(ref, job.data);
      if (name === undefined) return refuseUnmapped(authorsPath(ref), job, flavour);
      const segments = [...name.base, ...name.rest];
      return rootPath(segments, scope, flavour) + dotted(segments, job, flavour);
    }
    case 'loop':
      return itemPath(ref.loop, scope, flavour, ref.path.length === 0 ? '' : dotted(ref.path, job, flavour));
    case 'loop-data':
      return flavour.loopData.includes(ref.name) ? `@${ref.name}` : refuseLoopData(ref, job, flavour);
    case 'vendor':
      return refuse(
        job,
        'not-in-dialect',
        `${flavour.vendor} can only print vendor.${ref.name}, not compare it.`,
        `Test it with {{#if vendor.${ref.name}}}.`,
      );
  }
}

function rootPath(segments: readonly string[], scope: Scope, flavour: HandlebarsFlavour): string {
  const helper = segments.length === 1 && flavour.helpers.includes(segments[0] as string);
  if (scope.frame === undefined && !scope.veiled) return helper ? 'this.' : '';
  if (flavour.root) return '@root.';
  let climb = '';
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) climb += '../';
  return climb === '' && helper ? 'this.' : climb;
}

function itemPath(loopId: number, scope: Scope, flavour: HandlebarsFlavour, rest: string): string {
  const isInnermost = scope.frame?.loop === loopId;
  if (isInnermost && !(scope.veiled && flavour.blockParameters)) return rest === '' ? 'this' : `this.${rest}`;
  let climb = '';
  for (let frame = scope.frame; frame !== undefined; frame = frame.outer) {
    if (frame.loop !== loopId) {
      climb += '../';
    } else if (flavour.blockParameters) {
      frame.used = true;
      return rest === '' ? frame.variable : `${frame.variable}.${rest}`;
    } else {
      return climb + (rest === '' ? 'this' : rest);
    }
  }
  throw new Error(`a path refers to loop ${loopId}, which is not around it`);
}

function dotted(segments: readonly string[], job: Job, flavour: HandlebarsFlavour): string {
  let all = '';
  for (const part of segments) {
    const written = segment(part);
    if (written === undefined) {
      return refuse(
        job,
        'name-not-printable',
        `${flavour.vendor} cannot read data named ${JSON.stringify(part)}.`,
        'Give it another name in the data mapping of the account: letters, digits and underscores.',
      );
    }
    all += all === '' ? written : `.${written}`;
  }
  return all;
}

/** Words that Handlebars does not read as names: from handlebars.l, and the keywords of paths. */
const reserved = new Set(['true', 'false', 'null', 'undefined', 'this', 'else', 'as']);

function segment(name: string): string | undefined {
  if (/^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name)) return name;
  return /[[\]{}\\\n\r]/.test(name) || name === '' ? undefined : `[${name}]`;
}

function refuseUnmapped(written: string, job: Job, flavour: HandlebarsFlavour): string {
  return refuse(
    job,
    'name-not-mapped',
    `The data mapping of this ${flavour.vendor} account has no name for ${written}.`,
    'Add the name, or "*" for all others, under data in .github/tenantry.yml.',
  );
}

function refuseLoopData(ref: LoopDataRef, job: Job, flavour: HandlebarsFlavour): string {
  return refuse(
    job,
    'not-in-dialect',
    `${flavour.vendor} has no @${ref.name} in a loop over data that is known only when the message is sent.`,
    'Put the position into each item of the data, such as item.position.',
  );
}
