import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['action/test/**/*.test.ts'],
    // Most time goes into child processes: git, Node, the bundle.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser takes its time on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    reporters: process.env.CI ? ['default', './action/test/tally-reporter.ts'] : ['default'],
  },
});
