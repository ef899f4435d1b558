import { writeFileSync } from 'node:fs';

/** Preloaded into a measured process: leaves behind how large it grew. */
process.on('exit', () => writeFileSync(process.env.TENANTRY_BENCH_REPORT!, String(process.resourceUsage().maxRSS)));
