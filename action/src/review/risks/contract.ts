import type { Template } from '../../config/model.ts';
import { canonicalJson, type Json, type JsonObject } from '../../digest.ts';
import type { Risk } from '../review.ts';
import { fewDetails, type RiskInput } from './risk.ts';

/**
 * Finds changes of the runtime data that a template requires from whoever sends it: a new requirement breaks senders
 * that do not meet it.
 */
export function* contract({ base, head, groups }: RiskInput): Generator<Risk> {
  const breaking = new Map<string, string[]>();
  const harmless = new Map<string, string[]>();
  for (const [id, template] of head.templates) {
    const earlier = base?.templates.get(id);
    if (!earlier) continue;
    for (const { text, breaks } of differences(needsOf(earlier), needsOf(template))) {
      const into = breaks ? breaking : harmless;
      into.set(id, [...(into.get(id) ?? []), `${id}: ${text}`]);
    }
  }
  const changesOf = (templates: Iterable<string>): string[] => {
    const all = new Set(templates);
    const stays = groups.filter(({ change }) => change.kind !== 'archive');
    return stays.filter(({ classes }) => classes.some((one) => all.has(one.template))).map(({ change }) => change.id);
  };
  const tell = (found: ReadonlyMap<string, string[]>, severity: Risk['severity'], what: string): Risk => ({
    code: 'contract',
    severity,
    message: `${what} ${found.size === 1 ? [...found.keys()][0] : `${found.size} templates`}`,
    details: fewDetails([...found.values()].flat()),
    changes: changesOf(found.keys()),
  });
  if (breaking.size > 0) yield tell(breaking, 'stop', 'senders must send other runtime data for');
  if (harmless.size > 0) yield tell(harmless, 'look', 'senders may send other runtime data for');
}

interface Need {
  readonly required: boolean;
  /** The declaration without the declarations of its members. */
  readonly shape: string;
}

/** What a template declares about runtime data, by dotted path; `[]` stands for an item of a list. */
function needsOf({ metadata }: Template): Map<string, Need> {
  const needs = new Map<string, Need>();
  const runtime = (metadata.runtime ?? {}) as JsonObject;
  for (const root of ['recipient', 'event']) collect(runtime[root], root, true, needs);
  return needs;
}

function collect(schema: Json | undefined, path: string, required: boolean, into: Map<string, Need>): void {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
  const {
    properties,
    required: names,
    items,
    description: _,
    title: __,
    examples: ___,
    ...shape
  } = schema as JsonObject;
  if (path.includes('.') || path.includes('[')) into.set(path, { required, shape: canonicalJson(shape) });
  const needed = new Set(Array.isArray(names) ? names : []);
  for (const [name, member] of Object.entries((properties ?? {}) as JsonObject)) {
    collect(member, `${path}.${name}`, needed.has(name), into);
  }
  collect(items, `${path}[]`, true, into);
}

function* differences(
  before: ReadonlyMap<string, Need>,
  after: ReadonlyMap<string, Need>,
): Generator<{ text: string; breaks: boolean }> {
  for (const [path, need] of after) {
    const old = before.get(path);
    if (!old) yield { text: `${path} is new${need.required ? ', and required' : ''}`, breaks: need.required };
    else if (need.required && !old.required) yield { text: `${path} becomes required`, breaks: true };
    else if (need.shape !== old.shape) yield { text: `${path} is declared differently`, breaks: true };
    else if (old.required && !need.required) yield { text: `${path} is no longer required`, breaks: false };
  }
  for (const path of before.keys()) if (!after.has(path)) yield { text: `${path} is no longer used`, breaks: false };
}
