import { join } from 'node:path';

/** Environment of child processes: Node keeps what it has compiled, which is most of what a short command costs. */
export const compileCache = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../../node_modules/.cache/tenantry-tests'),
} as const;
