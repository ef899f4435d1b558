// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.
export function config(value: unknown): boolean;
export function layer(value: unknown): boolean;
export function strings(value: unknown): boolean;
export function template(value: unknown): boolean;
export function tenant(value: unknown): boolean;
