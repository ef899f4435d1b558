import type { Account as AccountConfig } from '../../config/model.ts';
import { InvalidInput } from '../../diagnostics/errors.ts';
import type { Json } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { dialects } from '../../template/dialects/registry.ts';
import type { ProviderFailure } from '../errors.ts';
import { openAccount } from '../http/account.ts';
import type { Account, Limits, Provider, ProviderEnvironment } from '../provider.ts';
import { encode, nameLength } from './payload.ts';
import { Memory } from './shelf.ts';
import { IterableWorkspace } from './workspace.ts';

/**
 * Each project may make 100 calls per second: the vendor's API description, endpoint by endpoint. The seconds per call
 * are from memory, unverified.
 */
const limits: Limits = {
  nameLength,
  concurrency: 4,
  callsAtOnce: 32,
  workspaceCallsPerSecond: 100,
  secondsPerCall: 0.2,
  // Finding the template by its name, reading it, writing it, and reading it again.
  callsPerPut: 5,
  source: 'api.iterable.com/api/docs (100 calls per second and project); github.com/Iterable/api-client (fields)',
};

/** The host of each region: the servers in the vendor's API description. */
const origins = { us: 'https://api.iterable.com', eu: 'https://api.eu.iterable.com' } as const;

/** The number of a project. */
const idPattern = /^[1-9][0-9]{0,9}$/;

/** The driver for Iterable, where a workspace is a project with a key of its own. */
export const iterable: Provider = {
  name: 'iterable',
  capabilities: {
    channels: ['email', 'push', 'sms'],
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
  if (config.provider !== 'iterable') throw new TypeError(`“${name}” is no account at Iterable`);
  return openAccount(name, config, environment, {
    vendor: 'Iterable',
    dialect: dialects.iterable,
    origin: origins[config.options?.region ?? 'us'],
    limits,
    wordsOf,
    failureIn,
    assertId,
    // The key alone determines which project is meant.
    headers: ({ value }) => ({ auth: { 'api-key': value }, scope: {} }),
    memory: () => new Memory(),
    bind: (binding) => new IterableWorkspace(binding),
  });
}

function assertId(id: string): void {
  if (idPattern.test(id)) return;
  throw new InvalidInput(`${JSON.stringify(id)} cannot be the number of an Iterable project.`, {
    fix: 'Use the number that Iterable shows in the project’s settings, in quotes: id: "8575".',
  });
}

/** The words of an error body `{ code, msg, params }`: the vendor's API description, `IterableApiResponse`. */
function wordsOf(body: Json): string | undefined {
  const { code, msg } = isObject(body) ? body : {};
  if (typeof msg !== 'string') return undefined;
  return typeof code === 'string' ? `${code}: ${msg}` : msg;
}

/**
 * The kind of failure that an error body tells. Iterable documents no limit of templates; words about one are taken to
 * mean that the workspace is full.
 */
function failureIn(body: Json): ProviderFailure | undefined {
  const { code, msg } = isObject(body) ? body : {};
  if (code === 'RateLimitExceeded') return 'rate-limited';
  if (code === 'BadApiKey') return 'credentials';
  const isFull = code === 'BadParams' && typeof msg === 'string' && /\b(limit|maximum)\b.*\btemplates\b/i.test(msg);
  return isFull ? 'quota' : undefined;
}
