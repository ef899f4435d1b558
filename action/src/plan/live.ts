import type { Channel } from '../config/model.ts';
import type { Live } from '../providers/provider.ts';

/**
 * When changes of these channels reach customers. Where the vendor decides that by channel and all the channels are of
 * one kind, the answer is that kind's.
 *
 * @param channels contains undefined for messages that only the ledger knows
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
