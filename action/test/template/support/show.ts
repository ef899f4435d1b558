import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import type { JsonObject } from '../../../src/digest.ts';
import { interpret } from '../../../src/template/interpret.ts';
import type { Node } from '../../../src/template/ir.ts';
import { evaluate, type World } from './world.ts';

export const vendor = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

export interface SendData {
  readonly recipient?: JsonObject;
  readonly event?: JsonObject;
}

/** A world whose one field is this template. */
export function worldOf(template: string, world: World = {}, field = 'html'): World {
  return { ...world, fields: { [field]: template } };
}

/** Everything wrong with a world, sources first. */
export function problemsOf(world: World, locale = 'en'): readonly Diagnostic[] {
  const { fields, problems } = evaluate(world, locale);
  return [...problems, ...[...fields.values()].flatMap((field) => field.problems)];
}

/** The codes of everything wrong with one template. */
export function codesOf(template: string, world: World = {}, field = 'html'): string[] {
  return problemsOf(worldOf(template, world, field)).map(({ code }) => code);
}

/** The nodes of one template; fails when anything is wrong with it. */
export function nodesOf(template: string, world: World = {}, field = 'html', locale = 'en'): readonly Node[] {
  const { fields, problems } = evaluate(worldOf(template, world, field), locale);
  const found = fields.get(field);
  const all = [...problems, ...(found?.problems ?? [])];
  if (all.length > 0) throw new Error(all.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return found?.nodes ?? [];
}

/** What a reader sees of one template; fails when anything is wrong with it. */
export function show(template: string, world: World = {}, data: SendData = {}, field = 'html', locale = 'en'): string {
  return interpret(nodesOf(template, world, field, locale), { recipient: {}, event: {}, ...data, vendor });
}

/** A schema of an object: names ending in `?` are optional. */
export function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  const names = Object.keys(properties);
  return {
    type: 'object',
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), properties[name] as JsonObject])),
  };
}

export const string: JsonObject = { type: 'string' };
export const number: JsonObject = { type: 'number' };
export const boolean: JsonObject = { type: 'boolean' };
export function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}
