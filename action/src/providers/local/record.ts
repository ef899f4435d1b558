import { prettyJson } from '../../digest.ts';
import { isObject, parseObject } from '../../json.ts';
import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';

/** The content of `<name>.json`. */
export interface LocalRecord {
  readonly marker: Marker;
  readonly payload: Payload;
}

/**
 * Matches a remote name that this provider accepts: `<template>.<locale>`; the dot keeps `workspace.json` out of reach.
 */
export const namePattern = /^[a-z0-9][a-z0-9-]*\.[A-Za-z0-9][A-Za-z0-9-]*$/;

/** The endings of the files that stand beside `<name>.json` for people to look at. */
export const viewEndings = ['.html', '.txt'] as const;
export type ViewEnding = (typeof viewEndings)[number];

/** Formats the text of `<name>.json`: equal payloads have equal texts. */
export function formatRecord({ marker, payload }: LocalRecord): string {
  return prettyJson({ marker: formatMarker(marker), payload });
}

/** Parses a `<name>.json`; undefined when Tenantry did not write it. */
export function parseRecord(text: string): LocalRecord | undefined {
  const { marker: markerText, payload } = parseObject(text) ?? {};
  const marker = typeof markerText === 'string' ? parseMarker(markerText) : undefined;
  return marker && isObject(payload) ? { marker, payload } : undefined;
}

/** The files of a payload for people to look at, by ending. An ending that is absent has no file. */
export function viewsOf(payload: Payload): Readonly<Partial<Record<ViewEnding, string>>> {
  const fields = isObject(payload.fields) ? payload.fields : {};
  const text = [...headings, ...bodies].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [section(name, value)] : [];
  });
  return {
    ...(typeof fields.html === 'string' && { '.html': fields.html }),
    ...(text.length > 0 && { '.txt': text.join('').replace(/^\n/, '') }),
  };
}

const headings = ['subject', 'preheader', 'title', 'link'];
const bodies = ['body', 'text'];

/** A short field takes one line; a body stands apart, below the short fields. */
function section(name: string, value: string): string {
  const line = value.endsWith('\n') ? value : `${value}\n`;
  return bodies.includes(name) ? `\n${line}` : `${name}: ${line}`;
}
