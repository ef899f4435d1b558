/** Runs the command `deploy` on the repository that is its argument, as the terminal does. */

import { deploy } from '../../src/commands/deploy.ts';
import { everything } from '../../src/plan/scope.ts';
import { worldOf } from '../deploy/run.ts';

const world = worldOf(process.argv[2] ?? '');
const progress = { ...world.progress, note: (text: string) => process.stderr.write(`${text}\n`) };
const options = { scope: everything, allowArchives: true, lockTimeout: 60 };
const { exitCode, text } = await deploy({ ...world, progress }, options);
if (exitCode !== 0) process.stderr.write(`${text}\n`);
process.exitCode = exitCode;
