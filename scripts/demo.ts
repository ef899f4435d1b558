import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is imported, as in scripts/tenantry.ts.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/tenantry'));

await import('./demo/main.ts');
