import type { Marker } from './provider.ts';

const pattern = /^tenantry:([a-z0-9](?:-?[a-z0-9])*):([0-9a-f]{12})$/;

/** The marker of an object that carries a payload with that digest. */
export function markerFor(repository: string, digest: string): Marker {
  return { repository, digest12: digest.slice(0, 12) };
}

/** Formats a marker for an object's version name, tag or description: `tenantry:<repository>:<digest12>`. */
export function formatMarker(marker: Marker): string {
  return `tenantry:${marker.repository}:${marker.digest12}`;
}

/** Parses a marker; undefined for any other text. The repository in it may be another one than ours. */
export function parseMarker(text: string): Marker | undefined {
  const [, repository, digest12] = pattern.exec(text) ?? [];
  return repository === undefined || digest12 === undefined ? undefined : { repository, digest12 };
}
