import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiling its own TypeScript takes a short command longer than its work. Node caches the result for each file by its
// content, and does without where the folder cannot be written. This has to come before anything else is imported.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/tenantry'));

await import('./terminal/main.ts');
