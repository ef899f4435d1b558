// A preload: kills the process, as SIGKILL does, just before its n-th operation that changes the file system. Syncing
// changes nothing that another process can see.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const last = Number(process.env.KILL_AT ?? Number.POSITIVE_INFINITY);
const openFile: unknown = fs.openSync;
let count = 0;

function counted<Args extends unknown[], Result>(operation: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    const isReading = operation === openFile && (args[1] === undefined || args[1] === 'r');
    if (!isReading) count += 1;
    if (!isReading && count === last) process.kill(process.pid, 'SIGKILL');
    return operation(...args);
  };
}

const handle = await promises.open(import.meta.filename);
const handles = Object.getPrototypeOf(handle) as typeof handle;
await handle.close();

for (const name of [
  'openSync',
  'writeFileSync',
  'renameSync',
  'linkSync',
  'rmSync',
  'rmdirSync',
  'mkdirSync',
] as const) {
  Object.assign(fs, { [name]: counted(fs[name] as (...args: unknown[]) => unknown) });
}
for (const name of ['open', 'rename', 'mkdir', 'rm'] as const) {
  Object.assign(promises, { [name]: counted(promises[name] as (...args: unknown[]) => unknown) });
}
for (const name of ['writeFile', 'appendFile', 'truncate'] as const) {
  const operation = handles[name] as (...args: unknown[]) => unknown;
  Object.assign(handles, {
    [name](this: unknown, ...args: unknown[]) {
      return counted(() => operation.apply(this, args))();
    },
  });
}
syncBuiltinESMExports();
process.on('exit', () => process.stdout.write(`operations: ${count}\n`));
