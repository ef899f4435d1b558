import type { RouteFile } from '../generated/index.ts';
import type { RouteFiles } from '../ledger/ledger.ts';

/** Parses the published route files, by tenant. Damaged files are left out, and are therefore written anew. */
export function parseRoutes(files: RouteFiles): Map<string, RouteFile> {
  const routes = new Map<string, RouteFile>();
  for (const [path, text] of files) {
    if (path.includes('/')) continue;
    const file = parse(text);
    if (file && path === `${file.tenant}.json`) routes.set(file.tenant, file);
  }
  return routes;
}

function parse(text: string): RouteFile | undefined {
  try {
    const value = JSON.parse(text) as RouteFile | null;
    return typeof value?.tenant === 'string' && typeof value.templates === 'object' && value.templates !== null
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}
