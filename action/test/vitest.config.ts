import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that run for minutes; begun last, they would keep one core idle. */
const longest = [
  '/crash/',
  'end-to-end',
  '/github/pull-request',
  '/demo/',
  '/gallery/',
  '/approvals/',
  '/ledger/stores',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((part) => moduleId.includes(part));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['action/test/**/*.test.ts'],
    // For what hangs: most time goes into child processes, which take several times as long where much else goes on.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    setupFiles: ['action/test/support/environment.ts'],
    sequence: { sequencer: LongestFirst },
    // Tests wait for processes of their own half the time: one core must not be left to itself.
    maxWorkers: '100%',
    reporters: process.env.CI ? ['default', './action/test/tally-reporter.ts'] : ['default'],
  },
});
