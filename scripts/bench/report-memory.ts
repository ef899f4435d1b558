import { writeFileSync } from 'node:fs';

/** Preloaded into a measured process: records its largest memory use at exit. */
process.on('exit', () => writeFileSync(process.env.TENANTRY_BENCH_REPORT!, String(process.resourceUsage().maxRSS)));
