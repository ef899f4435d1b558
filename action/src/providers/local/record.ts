import { prettyJson } from '../../digest.ts';
import { isObject, parseObject } from '../../json.ts';
import { formatMarker, parseMarker } from '../marker.ts';
import type { Marker, Payload } from '../provider.ts';

/** What `<name>.json` holds. */
export interface LocalRecord {
  readonly marker: Marker;
  readonly payload: Payload;
}

/** A remote name as this provider takes it: `<template>.<locale>`; the dot keeps `workspace.json` out of reach. */
export const namePattern = /^[a-z0-9][a-z0-9-]*\.[A-Za-z0-9][A-Za-z0-9-]*$/;

/** The kinds of file beside `<name>.json` that people look at. */
export const viewEndings = ['.html', '.txt'] as const;
export type ViewEnding = (typeof viewEndings)[number];

/** The text of `<name>.json`: equal payloads have equal texts. */
export function formatRecord({ marker, payload }: LocalRecord): string {
  return prettyJson({ marker: formatMarker(marker), payload });
}

/** Reads a `<name>.json`; undefined when Tenantry did not write it. */
export function parseRecord(text: string): LocalRecord | undefined {
  const { marker: markerText, payload } = parseObject(text) ?? {};
  const marker = typeof markerText === 'string' ? parseMarker(markerText) : undefined;
  return marker && isObject(payload) ? { marker, payload } : undefined;
}

/** The viewable files of a payload. An ending that is absent has no file. */
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

/** Short fields are a line each; a body stands apart below them. */
function section(name: string, value: string): string {
  const line = value.endsWith('\n') ? value : `${value}\n`;
  return bodies.includes(name) ? `\n${line}` : `${name}: ${line}`;
}
