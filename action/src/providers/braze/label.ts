import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker } from '../provider.ts';
import type { Kind } from './kinds.ts';

/** What an object's name and description tell about it. */
export interface Told {
  /** The message's name if the object could be a message, otherwise the object's name at the vendor. */
  readonly name: string;
  readonly marker?: Marker;
  /** Whether it was taken out of use; Braze cannot delete. */
  readonly archived: boolean;
}

/** The digest in the marker of an archived object. */
const nothing = '0'.repeat(12);
const archivedWord = 'archived';
/** `<template>.<locale> <marker>`, preceded by a word if the object is archived. */
const emailLabel = /^(?:\(archived\) )?(\S+) (tenantry:\S+)$/;
/**
 * Names of content blocks have letters, digits, dashes and underscores only: the dot of a message's name becomes an
 * underscore.
 */
const blockLabel = /^([a-z0-9-]+)_([A-Za-z0-9-]+)$/;

/** The name of a message's object at Braze; that of an email template includes the marker. */
export function labelOf(kind: Kind, name: string, marker: Marker, archived = false): string {
  if (kind === 'block') return name.replace('.', '_');
  const label = `${name} ${formatMarker(marker)}`;
  return archived ? `(${archivedWord}) ${label}` : label;
}

/**
 * The description of a content block, which holds its marker. The API cannot set a description of an email template.
 */
export function descriptionOf(marker: Marker, archived = false): string {
  return archived ? `${archivedWord} ${formatMarker(marker)}` : formatMarker(marker);
}

/** The marker of an archived object of this repository. */
export function archivedMarker(repository: string): Marker {
  return { repository, digest12: nothing };
}

/** Whether a content block's name could be a message's, so that its description is worth asking for. */
export function couldBeOurs(label: string): boolean {
  return blockLabel.test(label);
}

/** Reads what an email template's name tells about it. */
export function readEmailLabel(label: string): Told {
  const [, name, text = ''] = emailLabel.exec(label) ?? [];
  const marker = parseMarker(text);
  if (name === undefined || !marker) return { name: label, archived: false };
  return { name, marker, archived: label.startsWith(`(${archivedWord}) `) };
}

/** Reads what a content block's name and description tell about it. */
export function readBlockLabel(label: string, description: string): Told {
  const [, template, locale] = blockLabel.exec(label) ?? [];
  if (template === undefined) return { name: label, archived: false };
  const archived = description.startsWith(`${archivedWord} `);
  const marker = parseMarker(archived ? description.slice(archivedWord.length + 1) : description);
  return { name: `${template}.${locale}`, ...(marker && { marker }), archived: archived && marker !== undefined };
}
