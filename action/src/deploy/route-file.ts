import type { RouteFiles } from '../ledger/ledger.ts';

/** `routes/<tenant>.json`: what a sending service reads to send each of a tenant's messages. */
export type RouteFile = {
  readonly tenant: string;
  /** The commit that last changed these routes. */
  readonly commit: string;
  /** Set while the tenant is `suspended` or a `freeze` of its is in force. */
  readonly hold?: string;
  readonly templates: { readonly [template: string]: RouteEntry };
};

export type RouteEntry = {
  readonly channel: string;
  /** Digest of the JSON Schema that the data of a send must fit: `routes/contracts/<digest>.json`. */
  readonly contract: string;
  readonly locales: {
    readonly [locale: string]: {
      readonly account: string;
      readonly workspace: string;
      /** The vendor's id of the message. */
      readonly id: string;
      readonly digest: string;
    };
  };
};

/** The route files among those published, by tenant. What is damaged is left out, and so written anew. */
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
