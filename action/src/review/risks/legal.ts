import type { TemplateVersion, Tenant } from '../../config/model.ts';
import { sharedTexts } from '../bearing.ts';
import type { Class } from '../changes.ts';
import type { Risk } from '../review.ts';
import { counted, Findings, type RiskInput, updatedClasses } from './risk.ts';

/**
 * Finds legal text that is added, removed or changed: text of `_partials/legal/`, of strings below `legal`, or of
 * `legal` values.
 */
export function* legal({ groups }: RiskInput): Generator<Risk> {
  const findings = new Findings();
  for (const { group, found } of updatedClasses(groups)) {
    const details = [...partials(found), ...strings(found), ...values(found), ...places(found)];
    if (details.length > 0) findings.add(group, found, details);
  }
  const { messages, changes, details } = findings;
  if (messages === 0) return;
  yield {
    code: 'legal',
    severity: 'stop',
    message: `legal text changes in ${counted(messages, 'message')}`,
    details,
    changes,
  };
}

function sides(
  found: Class,
): { version: TemplateVersion; tenant: Tenant; sources: ReadonlyMap<string, string>; keys: ReadonlySet<string> }[] {
  const [first] = found.members;
  return [first?.before, first?.after].flatMap((one) => {
    if (!one) return [];
    const { version, tenant, side } = one;
    const reach = side.renderer.reach(version, tenant);
    const own = [...reach.partials].filter(([name]) => name.startsWith('legal/'));
    return [{ version, tenant, sources: new Map(own.map(([name, { text }]) => [name, text])), keys: reach.strings }];
  });
}

function* partials(found: Class): Generator<string> {
  const [before, after] = sides(found);
  if (!before || !after) return;
  for (const name of new Set([...before.sources.keys(), ...after.sources.keys()])) {
    const [old, young] = [before.sources.get(name), after.sources.get(name)];
    if (old === undefined) yield `${name} is added`;
    else if (young === undefined) yield `${name} is removed`;
    else if (old !== young) yield `${name} changes`;
  }
}

function* strings(found: Class): Generator<string> {
  const [before, after] = sides(found);
  if (!before || !after) return;
  for (const key of new Set([...before.keys, ...after.keys])) {
    if (!key.startsWith('legal.')) continue;
    const old = before.keys.has(key) ? sharedTexts(before.version, key) : '';
    const young = after.keys.has(key) ? sharedTexts(after.version, key) : '';
    if (old !== young) yield `text ${key}`;
  }
}

function* values({ values: edits }: Class): Generator<string> {
  for (const one of edits) for (const { path } of one) if (path.startsWith('legal.')) yield `value ${path}`;
}

/** Legal values that are printed where they were not, or no longer where they were. */
function* places({ edit }: Class): Generator<string> {
  for (const { before, after } of edit?.hunks ?? []) {
    for (const [mark] of `${before} ${after}`.matchAll(/⟦legal\.[^⟦⟧]*⟧/g)) yield `value ${mark.slice(1, -1)}`;
  }
}
