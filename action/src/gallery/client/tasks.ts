const queue: (() => void)[] = [];

/**
 * Runs tasks in order, one at a time, when the browser has nothing more urgent to do, so that scrolling stays smooth.
 */
export function later(task: () => void): void {
  if (queue.push(task) === 1) nextTurn();
}

function nextTurn(): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(turn, { timeout: 120 });
  else setTimeout(turn);
}

function turn(): void {
  try {
    queue[0]?.();
  } finally {
    queue.shift();
    if (queue.length > 0) nextTurn();
  }
}
