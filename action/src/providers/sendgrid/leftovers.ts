import { ProviderError } from '../errors.ts';
import type { Template, TemplatesApi } from './api.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * Deletes empty templates of the same name. They arise when the vendor creates a template later than we wait for it, or
 * its listing shows it too late, so that it is created a second time.
 */
export async function removeTwins(
  { id, name }: Template,
  api: TemplatesApi,
  catalogue: Catalogue,
  signal?: AbortSignal,
): Promise<void> {
  for (const twin of catalogue.named(name)) {
    if (twin.id === id || !twin.dynamic || twin.versions.length > 0) continue;
    await api.delete(twin.id, signal);
    catalogue.deleted(twin.id);
  }
}

/**
 * Deletes a new template whose content was refused. Where that fails, the next write of its name finds the template.
 */
export async function takeBack(id: string, api: TemplatesApi, catalogue: Catalogue): Promise<void> {
  try {
    const template = await catalogue.refresh(id);
    if (template?.versions.length !== 0) return;
    await api.delete(id);
    catalogue.deleted(id);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}
