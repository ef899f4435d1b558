import type { Channel } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { ProviderError } from '../errors.ts';
import type { IterableApi } from './api.ts';
import type { Purpose } from './payload.ts';

interface MessageType {
  readonly id: number;
  readonly purpose: Purpose;
}

/** The medium of a channel at Iterable, in lower case: github.com/Iterable/api-client, `types/messaging.ts`. */
const media: ReadonlyMap<string, Channel> = new Map([
  ['email', 'email'],
  ['push', 'push'],
  ['sms', 'sms'],
]);

/**
 * The message types of a project. A template's topic is the name of a message type, written as an id (“Order updates”
 * is `order-updates`). The message type's channel tells the medium, and whether it is marketing or transactional:
 * `"channelType": "Marketing"`, `"Transactional"`, in answers that public clients keep for their tests.
 */
export class MessageTypes {
  readonly #types: readonly MessageType[];

  private constructor(types: readonly MessageType[]) {
    this.#types = types;
  }

  static async load(api: IterableApi, signal?: AbortSignal): Promise<MessageTypes> {
    const channels = new Map((await api.all('channels', signal)).map((channel) => [channel.id, channel]));
    const types = await api.all('messageTypes', signal);
    return new MessageTypes(types.flatMap((type) => typeOf(type, channels.get(type.channelId ?? null)) ?? []));
  }

  /**
   * The id of the message type for a purpose. Throws ProviderError, which says what to create or rename, unless there
   * is exactly one.
   */
  idFor({ channel, category, topic }: Purpose, where: string): number {
    const found = this.#types.filter(
      ({ purpose }) => purpose.channel === channel && purpose.category === category && purpose.topic === topic,
    );
    const [type, ...more] = found;
    if (type && more.length === 0) return type.id;
    const what = `the topic “${topic}” of ${category} ${channel} messages`;
    if (type) {
      const ids = found.map(({ id }) => id).join(', ');
      throw new ProviderError(
        'rejected',
        `${where} has several message types for ${what} (${ids}). Rename all but one.`,
      );
    }
    throw new ProviderError(
      'rejected',
      `${where} has no message type for ${what}. Create one named “${topic}” at Iterable in a ${category} channel of ` +
        `the medium ${channel}, and deploy again.`,
    );
  }

  /** What a template with that message type is for; the topic of an unknown message type is its number. */
  purposeOf(channel: Channel, id: unknown): Purpose {
    const type = this.#types.find((one) => one.id === id);
    return type ? { ...type.purpose, channel } : { channel, category: 'unknown', topic: `message type ${id}` };
  }
}

function typeOf({ id, name }: JsonObject, channel: JsonObject | undefined): MessageType | undefined {
  const medium = media.get(String(channel?.messageMedium).toLowerCase());
  if (typeof id !== 'number' || typeof name !== 'string' || !medium) return undefined;
  const purpose = { channel: medium, category: String(channel?.channelType).toLowerCase(), topic: asTopic(name) };
  return { id, purpose };
}

function asTopic(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
