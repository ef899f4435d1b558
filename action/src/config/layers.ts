import { type Json, type JsonObject, own } from '../digest.ts';
import type { Pointer } from './locate.ts';

/** What one file says about a tenant, as written. */
export interface LayerSource {
  readonly file: string;
  readonly value: JsonObject;
}

/** A place in a layer that a merged value came from. */
export interface Setting {
  readonly file: string;
  readonly pointer: Pointer;
  /** The value that the layer has there: null or false where it removes a value. */
  readonly value: Json;
}

/** The layer that decided a merged value, and the lower layers that it overruled, nearest first. */
export interface Origin {
  readonly setting: Setting;
  readonly overrides: readonly Setting[];
}

/** Members of a tenant whose own members are named entries: `false` removes one. */
const keyedMaps: ReadonlySet<string> = new Set(['optOut', 'pins', 'freeze']);

/**
 * Merges layers, later ones over earlier ones: maps are merged deeply; lists, texts and numbers are replaced; null
 * removes a value, and so does false for an entry of a keyed map.
 */
export function mergeLayers(layers: readonly JsonObject[]): JsonObject {
  return layers.reduce<JsonObject>((base, layer) => mergeMaps(base, layer, []), {});
}

/** Merges one more layer onto merged ones. What it does not touch is shared with `base`. */
export function mergeOnto(base: JsonObject, layer: JsonObject): JsonObject {
  return mergeMaps(base, layer, []);
}

function mergeMaps(base: JsonObject | undefined, layer: JsonObject, path: Pointer): JsonObject {
  const result: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(layer)) {
    if (unsets(path, value)) {
      delete result[key];
    } else if (isMap(value)) {
      const below = base && own(base, key);
      result[key] = mergeMaps(isMap(below) ? below : undefined, value, [...path, key]);
    } else {
      result[key] = value;
    }
  }
  return result;
}

/**
 * Finds which of the layers, given lowest first, sets or removes the value at `pointer`; undefined when none does. For
 * a map that several layers contribute to, it is the topmost.
 */
export function origin(layers: readonly LayerSource[], pointer: Pointer): Origin | undefined {
  const settings: Setting[] = [];
  for (const layer of [...layers].reverse()) {
    const setting = settingIn(layer, pointer);
    if (setting) settings.push(setting);
  }
  const [first, ...overrides] = settings;
  return first && { setting: first, overrides };
}

function settingIn({ file, value }: LayerSource, pointer: Pointer): Setting | undefined {
  let node: Json = value;
  for (const [depth, segment] of pointer.entries()) {
    const path = pointer.slice(0, depth);
    if (depth > 0 && unsets(path.slice(0, -1), node)) return { file, pointer: path, value: node };
    // A list replaces as a whole, so whoever sets it sets its items; so does a text in place of a map.
    if (Array.isArray(node)) return { file, pointer, value: node };
    if (!isMap(node)) return { file, pointer: path, value: node };
    const next: Json | undefined = own(node, segment);
    if (next === undefined) return undefined;
    node = next;
  }
  return { file, pointer, value: node };
}

/** Whether a value inside the map at `path` removes a lower layer's value. */
function unsets(path: Pointer, value: Json): boolean {
  return value === null || (value === false && path.length === 1 && keyedMaps.has(path[0] ?? ''));
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
