import type { ChildProcess } from 'node:child_process';

/**
 * A way to send a process a signal that is sent but once, however often whoever reads what it says asks for it: to a
 * program that stops in good order, a second one says that it is to stop at once.
 */
export function killOnce(child: ChildProcess): (signal: NodeJS.Signals) => void {
  let isSent = false;
  return (signal) => {
    if (!isSent) child.kill(signal);
    isSent = true;
  };
}
