import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker } from '../provider.ts';
import type { Kind } from './kinds.ts';

/** What an object's name and description tell of it. */
export interface Told {
  /** The message's name where the object could be one, else the vendor's. */
  readonly name: string;
  readonly marker?: Marker;
  /** It was taken out of use: Braze cannot delete. */
  readonly archived: boolean;
}

/** The digest in the marker of what is archived. */
const nothing = '0'.repeat(12);
const archivedWord = 'archived';
/** `<template>.<locale> <marker>`, with a word in front where it is archived. */
const emailLabel = /^(?:\(archived\) )?(\S+) (tenantry:\S+)$/;
/** Names of content blocks have letters, digits, dashes and underscores: a message's dot is an underscore there. */
const blockLabel = /^([a-z0-9-]+)_([A-Za-z0-9-]+)$/;

/** The name that a message's object has at Braze, for an email template with its marker. */
export function labelOf(kind: Kind, name: string, marker: Marker, archived = false): string {
  if (kind === 'block') return name.replace('.', '_');
  const label = `${name} ${formatMarker(marker)}`;
  return archived ? `(${archivedWord}) ${label}` : label;
}

/** The description of a content block: its marker. An email template has none that could be set. */
export function descriptionOf(marker: Marker, archived = false): string {
  return archived ? `${archivedWord} ${formatMarker(marker)}` : formatMarker(marker);
}

/** The marker of an object of ours that is archived. */
export function archivedMarker(repository: string): Marker {
  return { repository, digest12: nothing };
}

/** Whether a content block's name could be a message's, so that its description is worth asking for. */
export function couldBeOurs(label: string): boolean {
  return blockLabel.test(label);
}

/** Reads an email template's name. */
export function readEmailLabel(label: string): Told {
  const [, name, text = ''] = emailLabel.exec(label) ?? [];
  const marker = parseMarker(text);
  if (name === undefined || !marker) return { name: label, archived: false };
  return { name, marker, archived: label.startsWith(`(${archivedWord}) `) };
}

/** Reads a content block's name and description. */
export function readBlockLabel(label: string, description: string): Told {
  const [, template, locale] = blockLabel.exec(label) ?? [];
  if (template === undefined) return { name: label, archived: false };
  const archived = description.startsWith(`${archivedWord} `);
  const marker = parseMarker(archived ? description.slice(archivedWord.length + 1) : description);
  return { name: `${template}.${locale}`, ...(marker && { marker }), archived: archived && marker !== undefined };
}
