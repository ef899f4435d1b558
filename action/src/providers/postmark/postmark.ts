import type { Account as AccountConfig } from '../../config/model.ts';
import { InvalidInput } from '../../diagnostics/errors.ts';
import { dialects } from '../../template/dialects/registry.ts';
import { openAccount } from '../http/account.ts';
import type { Account, Limits, Provider, ProviderEnvironment } from '../provider.ts';
import { failureIn, wordsOf } from './api.ts';
import { encode, nameLength } from './payload.ts';
import { Memory, PostmarkWorkspace } from './workspace.ts';

/**
 * Postmark publishes no numbers for its rate limits, and its answers tell none. The number of concurrent calls is our
 * own choice; the seconds per call are from memory, unverified. Postmark raises a server's quota on request, so we do
 * not enforce it ourselves.
 */
const limits: Limits = {
  nameLength,
  concurrency: 4,
  callsAtOnce: 16,
  secondsPerCall: 0.2,
  // Finding the template, writing it, and reading it back.
  callsPerPut: 3,
  templates: 100,
  source: 'postmarkapp.com/developer/api/templates-api (100 templates per server); our own choice (names)',
};

const origin = 'https://api.postmarkapp.com';

/** Matches a server's name or ID, in the characters that a configuration can hold. */
const idPattern = /^[!-~]+( [!-~]+)*$/;
const idLength = 80;

/** The driver for Postmark, where a workspace is a server with a token of its own. */
export const postmark: Provider = {
  name: 'postmark',
  capabilities: {
    channels: ['email'],
    live: 'on-write',
    marker: true,
    archive: 'delete',
    createsWorkspaces: false,
  },
  limits,
  encode,
  open,
};

function open(name: string, config: AccountConfig, environment: ProviderEnvironment): Account {
  if (config.provider !== 'postmark') throw new TypeError(`“${name}” is no account at Postmark`);
  return openAccount(name, config, environment, {
    vendor: 'Postmark',
    dialect: dialects.mustachio,
    origin,
    limits,
    wordsOf,
    failureIn,
    assertId,
    // The token alone determines which server is meant.
    headers: ({ value }) => ({ auth: { 'x-postmark-server-token': value }, scope: {} }),
    memory: () => new Memory(),
    bind: (binding) => new PostmarkWorkspace(binding),
  });
}

function assertId(id: string): void {
  if (id.length <= idLength && idPattern.test(id)) return;
  throw new InvalidInput(`${JSON.stringify(id)} cannot be a Postmark server.`, {
    fix: `Use the server’s name as Postmark shows it, in ASCII and at most ${idLength} characters, or its ID.`,
  });
}
