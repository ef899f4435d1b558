import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker } from '../provider.ts';

/** The name that people see in lists of templates: the message's name, and the marker. No recipient ever sees it. */
export function displayName(clientTemplateId: string, marker: Marker): string {
  return `${clientTemplateId} ${formatMarker(marker)}`;
}

/**
 * Reads the marker in a template's name; undefined where the name does not belong to that `clientTemplateId`, as in a
 * copy.
 */
export function markerIn(name: string, clientTemplateId: string | undefined): Marker | undefined {
  if (clientTemplateId === undefined || !name.startsWith(`${clientTemplateId} `)) return undefined;
  return parseMarker(name.slice(clientTemplateId.length + 1));
}
