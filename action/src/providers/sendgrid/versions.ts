import { ProviderError } from '../errors.ts';
import { parseMarker } from '../marker.ts';
import { activeVersion, type Template, type Version } from './api.ts';

/**
 * Quotas of a workspace: 300 templates, and 300 versions across all of them (twilio.com, “Transactional Templates
 * Versions”, read 2026-07: “Each user can have up to 300 versions across all templates”).
 */
export const quota = { templates: 300, versions: 300 } as const;

/** How a payload gets into a template. */
export type Way =
  /** A new version. These go before it: a kill in between must not leave more than there were. */
  | { readonly kind: 'new-version'; readonly before: readonly Place[] }
  /** There is no room, and none can be made: the version that is live is changed. */
  | { readonly kind: 'in-place'; readonly version: Version };

/** A version and the template that it belongs to. */
export interface Place {
  readonly template: string;
  readonly version: string;
}

/**
 * Decides between a new version, which leaves the one before to go back to, and changing the live one in place, which
 * needs no room. Throws ProviderError where neither is possible.
 *
 * @param template the one to write to; undefined for one that is still to be created
 * @param used versions of the workspace across all its templates
 */
export function wayFor(
  template: Template | undefined,
  { used, all, repository }: { used: number; all: readonly Template[]; repository: string },
): Way {
  const old = template ? inactiveOurs(template, repository) : [];
  const active = template && activeVersion(template);
  // The one that is live becomes the one to go back to, and those before it are no longer needed.
  const before = places(template, active ? old : old.slice(1));
  if (used - before.length < quota.versions) return { kind: 'new-version', before };
  if (active) return { kind: 'in-place', version: active };
  const spare = all.flatMap((one) => places(one, inactiveOurs(one, repository))).at(-1);
  if (spare) return { kind: 'new-version', before: [spare] };
  throw full(`${quota.versions} versions`);
}

/** Inactive versions of ours beyond the one to go back to: what a run that was killed did not get to delete. */
export function surplusOf(template: Template, repository: string): readonly Place[] {
  return places(template, inactiveOurs(template, repository).slice(1));
}

/** A workspace that holds all that it can. */
export function full(what: string): ProviderError {
  const fix = 'Delete what nobody needs at SendGrid, and deploy again.';
  return new ProviderError('quota', `The workspace holds the ${what} that SendGrid allows it. ${fix}`);
}

/** Inactive versions that this repository wrote, newest first. */
function inactiveOurs({ versions }: Template, repository: string): readonly Version[] {
  return versions
    .filter(({ active, name }) => !active && parseMarker(name)?.repository === repository)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
}

function places(template: Template | undefined, versions: readonly Version[]): Place[] {
  return template ? versions.map(({ id }) => ({ template: template.id, version: id })) : [];
}
