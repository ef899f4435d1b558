import { sha256 } from '../digest.ts';
import { ProviderError } from './errors.ts';

const hashLength = 10;
/** `<template>.<locale>`, as the schemas have them. */
const messageName = /^[a-z0-9](-?[a-z0-9])*\.[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;

/**
 * The name of a message's remote object: `<template>.<locale>`. Past the vendor's length the template's part is cut and
 * a hash of the whole is put behind it, so that names stay deterministic and apart.
 */
export function remoteName(template: string, locale: string, nameLength: number): string {
  const name = `${template}.${locale}`;
  if (name.length <= nameLength) return name;
  const kept = nameLength - locale.length - hashLength - 2;
  return `${template.slice(0, Math.max(kept, 0)).replace(/-$/, '')}-${sha256(name).slice(0, hashLength)}.${locale}`;
}

/** Whether a remote object's name could be a message's. Copies that people make have names of another kind. */
export function isMessageName(name: string): boolean {
  return messageName.test(name);
}

/** Throws ProviderError for a name past the vendor's length. */
export function assertNameFits(name: string, nameLength: number): void {
  if (name.length <= nameLength) return;
  throw new ProviderError('rejected', `${JSON.stringify(name)} is longer than ${nameLength} characters.`);
}
