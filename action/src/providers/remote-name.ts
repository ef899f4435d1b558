import { sha256 } from '../digest.ts';
import { ProviderError } from './errors.ts';

const hashLength = 10;

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

/** Throws ProviderError for a name past the vendor's length. */
export function assertNameFits(name: string, nameLength: number): void {
  if (name.length <= nameLength) return;
  throw new ProviderError('rejected', `${JSON.stringify(name)} is longer than ${nameLength} characters.`);
}
