import { Buffer } from 'node:buffer';
import type { Snapshot } from '../../../src/config/snapshot.ts';

/** A snapshot of files in memory. */
export function snapshotOf(files: Readonly<Record<string, string>>): Snapshot {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const at = (path: string): Buffer => {
    const found = bytes.get(path);
    if (!found) throw new Error(`not in the snapshot: ${path}`);
    return found;
  };
  return {
    commit: 'none',
    paths: [...bytes.keys()].sort(),
    irregular: [],
    size: (path) => at(path).length,
    read: at,
  };
}
