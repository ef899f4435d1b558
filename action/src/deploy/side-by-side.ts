import pLimit, { type LimitFunction } from 'p-limit';
import type { OpenAccount } from '../plan/prepare.ts';

/** How many workspaces are open at once where the driver itself limits the calls to its vendor. */
const openAtOnce = 512;

/**
 * Limits how many workspaces are worked on at once: `usual`, or far more where their driver queues calls itself. There,
 * a workspace that does not answer takes no other's place.
 */
export function sideBySide(usual: number): (open: OpenAccount | undefined) => LimitFunction {
  const few = pLimit(usual);
  const many = pLimit(openAtOnce);
  return (open) => (open?.provider.limits.callsAtOnce === undefined ? few : many);
}
