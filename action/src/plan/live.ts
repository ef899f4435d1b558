import type { Channel } from '../config/model.ts';
import type { Live } from '../providers/provider.ts';

/**
 * When changes of these channels reach customers: where that depends on the channel and all are of one kind, in its way.
 *
 * @param channels undefined for a message of which only the ledger tells
 */
export function liveOf(live: Live, channels: ReadonlySet<Channel | undefined>): Live {
  if (live !== 'by-channel' || channels.has(undefined)) return live;
  if (!channels.has('email')) return 'on-write';
  return channels.size === 1 ? 'by-reference' : live;
}

/** What holds for two workspaces of one account together. */
export function liveOfBoth(one: Live | undefined, other: Live): Live {
  return one === undefined || one === other ? other : 'by-channel';
}
