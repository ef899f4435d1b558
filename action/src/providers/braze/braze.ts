import type { Account as AccountConfig } from '../../config/model.ts';
import { InvalidInput } from '../../diagnostics/errors.ts';
import { dialects } from '../../template/dialects/registry.ts';
import { openAccount } from '../http/account.ts';
import type { Account, Limits, Provider, ProviderEnvironment } from '../provider.ts';
import { failureIn, wordsOf } from './api.ts';
import { Memory } from './catalogue.ts';
import { encode, nameLength } from './payload.ts';
import { BrazeWorkspace } from './workspace.ts';

/**
 * Each workspace may make 250,000 requests an hour, and every response has `X-RateLimit-*` (braze.com, “API rate
 * limits”): the pace here holds only until a response has told the limit. The number of concurrent calls is our own
 * choice. The seconds per call are from memory, unverified.
 */
const limits: Limits = {
  nameLength,
  concurrency: 4,
  callsAtOnce: 32,
  callsPerSecond: Math.floor(250_000 / 3600),
  secondsPerCall: 0.25,
  // The write, and the read that confirms it.
  callsPerPut: 2,
  source: 'braze.com/docs/api: “API rate limits”; “Create Content Block” (names)',
};

/** The REST endpoint of each instance: braze.com/docs, “API and SDK endpoints”, read in its 2026 text. */
const origins = {
  'us-01': 'https://rest.iad-01.braze.com',
  'us-02': 'https://rest.iad-02.braze.com',
  'us-03': 'https://rest.iad-03.braze.com',
  'us-04': 'https://rest.iad-04.braze.com',
  'us-05': 'https://rest.iad-05.braze.com',
  'us-06': 'https://rest.iad-06.braze.com',
  'us-07': 'https://rest.iad-07.braze.com',
  'us-08': 'https://rest.iad-08.braze.com',
  'eu-01': 'https://rest.fra-01.braze.eu',
  'eu-02': 'https://rest.fra-02.braze.eu',
  'us-10': 'https://rest.us-10.braze.com',
  'au-01': 'https://rest.au-01.braze.com',
  'id-01': 'https://rest.id-01.braze.com',
  'jp-01': 'https://rest.jp-01.braze.com',
  'kr-01': 'https://rest.kr-01.braze.com',
} as const;

/**
 * The id of a workspace is the name that a repository gives it, and its key in the bundle: Braze's API has no name for
 * a workspace.
 */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The driver for Braze, where a workspace is whatever an API key belongs to. */
export const braze: Provider = {
  name: 'braze',
  capabilities: {
    channels: ['email', 'push', 'sms'],
    live: 'by-channel',
    marker: true,
    archive: 'rename',
    createsWorkspaces: false,
    claimsWorkspaces: true,
  },
  limits,
  encode,
  open,
};

function open(name: string, config: AccountConfig, environment: ProviderEnvironment): Account {
  if (config.provider !== 'braze') throw new TypeError(`“${name}” is no account at Braze`);
  return openAccount(name, config, environment, {
    vendor: 'Braze',
    dialect: dialects.braze,
    origin: origins[config.options.instance],
    limits,
    wordsOf,
    failureIn,
    assertId,
    // The key alone determines which workspace is meant.
    headers: ({ value }) => ({ auth: { authorization: `Bearer ${value}` }, scope: {} }),
    memory: () => new Memory(),
    bind: (binding) => new BrazeWorkspace(binding),
  });
}

function assertId(id: string): void {
  if (idPattern.test(id)) return;
  throw new InvalidInput(`${JSON.stringify(id)} cannot be the id of a Braze workspace.`, {
    fix: 'Use the name that its key has in the bundle: letters, digits and . _ -, at most 64.',
  });
}
