/**
 * Preloaded into a process that deploys: sends it the signal of the environment variable TEST_SIGNAL when the first
 * message lands in a workspace.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const rename = fs.promises.rename;
let sent = false;
fs.promises.rename = async (from, to) => {
  await rename(from, to);
  if (sent || !/\/\.tenantry\/local\/.*\.[a-z]{2}\.json$/.test(String(to))) return;
  sent = true;
  process.kill(process.pid, process.env.TEST_SIGNAL);
  // Signals arrive with a turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
};
syncBuiltinESMExports();
