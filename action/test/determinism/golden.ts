/**
 * The committed digests. `node action/test/determinism/golden.ts` writes them anew, unless that would hide a change of the
 * engine's output: then the epoch has to be raised first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { digestOf } from '../../src/digest.ts';
import { computeDigests, type Digests } from './digests.ts';

export interface Golden {
  readonly epoch: number;
  readonly fixture: { readonly sources: string; readonly messages: Readonly<Record<string, string>> };
  /** One digest of all messages. */
  readonly shipped: { readonly sources: string; readonly messages: string };
}

export const regenerate = 'npm exec -c "node action/test/determinism/golden.ts"';
export const raise =
  'The same files come out otherwise than before. If that is meant, raise `engineEpoch` in action/src/plan/keys.ts, ' +
  `or ledgers would go on calling the old messages unchanged; then run: ${regenerate}`;

const file = fileURLToPath(new URL('./golden-digests.json', import.meta.url));

export function readGolden(): Golden {
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

export function goldenOf({ epoch, fixture, shipped }: Digests): Golden {
  const { sources, messages } = fixture;
  return {
    epoch,
    fixture: { sources, messages },
    shipped: { sources: shipped.sources, messages: digestOf(shipped.messages) },
  };
}

/** Whether output changed that nothing but the engine can have changed. */
export function isEngineChange(before: Golden, now: Golden): boolean {
  return (['fixture', 'shipped'] as const).some(
    (which) =>
      before[which].sources === now[which].sources &&
      digestOf(before[which].messages) !== digestOf(now[which].messages),
  );
}

if (import.meta.main) {
  const golden = goldenOf(computeDigests());
  const before = readGolden();
  if (before.epoch === golden.epoch && isEngineChange(before, golden)) {
    process.stderr.write(`${raise}\n`);
    process.exitCode = 1;
  } else writeFileSync(file, `${JSON.stringify(golden, undefined, 2)}\n`);
}
