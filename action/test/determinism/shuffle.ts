/**
 * Preloaded into a process (`node --import`): every listing of a folder comes in an order that depends on the seed in the
 * environment variable TENANTRY_TEST_SHUFFLE; with the seed 0, as the file system has it.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Lister = (...args: unknown[]) => unknown;

let state = Number(process.env.TENANTRY_TEST_SHUFFLE ?? 0);

/** Park and Miller's generator: numbers from 0 up to 1. */
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

function shuffled<List>(list: List): List {
  if (!Array.isArray(list)) return list;
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [list[index], list[other]] = [list[other], list[index]];
  }
  return list;
}

if (state !== 0) {
  const sync = fs as unknown as Record<string, Lister>;
  const promises = fs.promises as unknown as Record<string, Lister>;
  const { readdirSync } = sync;
  const { readdir } = promises;
  sync.readdirSync = (...args) => shuffled(readdirSync?.(...args));
  promises.readdir = async (...args) => shuffled(await readdir?.(...args));
  syncBuiltinESMExports();
}
