import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Reading its own TypeScript takes a short command longer than its work. Node keeps what it made of each file, by the
// file's content, and does without where the folder cannot be written; so this comes before anything else is imported.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/tenantry'));

await import('./terminal/main.ts');
