import { sha256 } from '../digest.ts';
import { ProviderError } from './errors.ts';

const hashLength = 10;
/** Matches `<template>.<locale>`, as the schemas define them. */
const messageName = /^[a-z0-9](-?[a-z0-9])*\.[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;

/**
 * The name of a message's remote object: `<template>.<locale>`. Where it is longer than the vendor allows, the
 * template's part is cut and followed by a hash of the whole, so that names stay deterministic and distinct.
 */
export function remoteName(template: string, locale: string, nameLength: number): string {
  const name = `${template}.${locale}`;
  if (name.length <= nameLength) return name;
  const kept = nameLength - locale.length - hashLength - 2;
  return `${template.slice(0, Math.max(kept, 0)).replace(/-$/, '')}-${sha256(name).slice(0, hashLength)}.${locale}`;
}

/** Whether a remote object's name could be a message's. Copies that people make are named differently. */
export function isMessageName(name: string): boolean {
  return messageName.test(name);
}

/** Throws ProviderError for a name that is longer than the vendor allows. */
export function assertNameFits(name: string, nameLength: number): void {
  if (name.length <= nameLength) return;
  throw new ProviderError('rejected', `${JSON.stringify(name)} is longer than ${nameLength} characters.`);
}
