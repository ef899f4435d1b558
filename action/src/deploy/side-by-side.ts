import pLimit, { type LimitFunction } from 'p-limit';
import type { OpenAccount } from '../plan/prepare.ts';

/** Workspaces open at once where the driver itself sees to how much is asked of its vendor. */
const openAtOnce = 512;

/**
 * How many workspaces are worked on at once: `usual`, or far more where their driver queues calls itself. There one that
 * does not answer takes no other's place.
 */
export function sideBySide(usual: number): (open: OpenAccount | undefined) => LimitFunction {
  const few = pLimit(usual);
  const many = pLimit(openAtOnce);
  return (open) => (open?.provider.limits.callsAtOnce === undefined ? few : many);
}
