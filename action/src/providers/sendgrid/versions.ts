import { ProviderError } from '../errors.ts';
import { parseMarker } from '../marker.ts';
import { activeVersion, type Template, type Version } from './api.ts';

/**
 * The quotas of a workspace: 300 templates, and 300 versions across all of them (twilio.com, “Transactional Templates
 * Versions”, read 2026-07: “Each user can have up to 300 versions across all templates”).
 */
export const quota = { templates: 300, versions: 300 } as const;

/** How a payload gets into a template. */
export type Way =
  /**
   * A new version is created. The versions in `before` are deleted first: a kill in between must not leave more than
   * there were.
   */
  | { readonly kind: 'new-version'; readonly before: readonly Place[] }
  /** There is no room, and none can be made, so the live version is changed. */
  | { readonly kind: 'in-place'; readonly version: Version };

/** A version and the template that it belongs to. */
export interface Place {
  readonly template: string;
  readonly version: string;
}

/**
 * Decides between a new version, which leaves the previous one to go back to, and changing the live one in place, which
 * needs no room. Throws ProviderError where neither is possible.
 *
 * @param template the one to write to; undefined for one that is still to be created
 * @param used number of versions in the workspace, across all its templates
 */
export function wayFor(
  template: Template | undefined,
  { used, all, repository }: { used: number; all: readonly Template[]; repository: string },
): Way {
  const old = template ? inactiveOurs(template, repository) : [];
  const active = template && activeVersion(template);
  // The live version becomes the one to go back to, so the inactive ones before it are no longer needed.
  const before = places(template, active ? old : old.slice(1));
  if (used - before.length < quota.versions) return { kind: 'new-version', before };
  if (active) return { kind: 'in-place', version: active };
  const spare = all.flatMap((one) => places(one, inactiveOurs(one, repository))).at(-1);
  if (spare) return { kind: 'new-version', before: [spare] };
  throw full(`${quota.versions} versions`);
}

/** Our inactive versions except the one to go back to: a killed run did not get to delete them. */
export function surplusOf(template: Template, repository: string): readonly Place[] {
  return places(template, inactiveOurs(template, repository).slice(1));
}

/** The error for a workspace that is full. */
export function full(what: string): ProviderError {
  const fix = 'Delete unused ones at SendGrid, and deploy again.';
  return new ProviderError('quota', `The workspace already holds the ${what} that SendGrid allows. ${fix}`);
}

/** The inactive versions that this repository wrote, newest first. */
function inactiveOurs({ versions }: Template, repository: string): readonly Version[] {
  return versions
    .filter(({ active, name }) => !active && parseMarker(name)?.repository === repository)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
}

function places(template: Template | undefined, versions: readonly Version[]): Place[] {
  return template ? versions.map(({ id }) => ({ template: template.id, version: id })) : [];
}
