import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// As in scripts/tenantry.ts: before anything else is imported.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/tenantry'));

await import('./demo/main.ts');
