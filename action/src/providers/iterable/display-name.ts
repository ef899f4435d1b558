import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker } from '../provider.ts';

/** What people see of a message in lists of templates: its name, and the marker. No recipient ever sees it. */
export function displayName(clientTemplateId: string, marker: Marker): string {
  return `${clientTemplateId} ${formatMarker(marker)}`;
}

/** The marker in a template's name; undefined for a name that is not of that `clientTemplateId`, such as a copy's. */
export function markerIn(name: string, clientTemplateId: string | undefined): Marker | undefined {
  if (clientTemplateId === undefined || !name.startsWith(`${clientTemplateId} `)) return undefined;
  return parseMarker(name.slice(clientTemplateId.length + 1));
}
