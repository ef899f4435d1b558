import type { Account as AccountConfig } from '../../config/model.ts';
import { InvalidInput } from '../../diagnostics/errors.ts';
import type { Json } from '../../digest.ts';
import { dialects } from '../../template/dialects/registry.ts';
import { credentialsOf } from '../credentials.ts';
import { dataMapping } from '../data-mapping.ts';
import type { ProviderFailure } from '../errors.ts';
import { AccountClient } from '../http/connect.ts';
import { originOf } from '../http/host.ts';
import type { Account, Limits, Provider, ProviderEnvironment } from '../provider.ts';
import { encode, isObject } from './payload.ts';
import { Memory } from './shelf.ts';
import { IterableWorkspace } from './workspace.ts';

/**
 * 100 calls per second and project: the vendor's API description, endpoint by endpoint. From memory, unverified: how long
 * a `clientTemplateId` may be (255 with the marker, which leaves room enough), and the seconds per call.
 */
const limits: Limits = {
  nameLength: 100,
  concurrency: 4,
  callsAtOnce: 32,
  workspaceCallsPerSecond: 100,
  secondsPerCall: 0.2,
  // It is looked for by its name, read, written, and read again.
  callsPerPut: 5,
  source: 'api.iterable.com/api/docs (100 calls per second and project); github.com/Iterable/api-client (fields)',
};

/** Hosts by region: the servers of the vendor's API description. */
const origins = { us: 'https://api.iterable.com', eu: 'https://api.eu.iterable.com' } as const;

/** A project's number. */
const idPattern = /^[1-9][0-9]{0,9}$/;

/** Iterable: a workspace is a project, which each has a key of its own. */
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
  const { options = {} } = config;
  const origin = originOf(name, [origins[options.region ?? 'us']], options.host);
  const client = new AccountClient(
    { vendor: 'Iterable', account: name, origin, limits, wordsOf, failureIn },
    environment,
  );
  const credential = credentialsOf(environment, { name, config });
  const memories = new Map<string, Memory>();
  return {
    name,
    dialect: 'iterable',
    data: dataMapping(dialects.iterable, config),
    workspace(workspace) {
      assertId(workspace);
      const memory = memories.get(workspace) ?? new Memory();
      memories.set(workspace, memory);
      return new IterableWorkspace({
        account: name,
        workspace,
        repository: environment.repository,
        nameLength: limits.nameLength,
        memory,
        client: () =>
          client.workspace(workspace, async () => {
            const { value } = await credential(workspace);
            return { auth: { 'api-key': value }, scope: {}, secrets: [value] };
          }),
      });
    },
  };
}

function assertId(id: string): void {
  if (idPattern.test(id)) return;
  throw new InvalidInput(`${JSON.stringify(id)} cannot be the number of an Iterable project.`, {
    fix: 'Use the number that Iterable shows in the project’s settings, in quotes: id: "8575".',
  });
}

/** `{ code, msg, params }`: the vendor's API description, `IterableApiResponse`. */
function wordsOf(body: Json): string | undefined {
  const { code, msg } = isObject(body) ? body : {};
  if (typeof msg !== 'string') return undefined;
  return typeof code === 'string' ? `${code}: ${msg}` : msg;
}

/** Iterable documents no limit of templates; one that it tells of in words is taken for a workspace that is full. */
function failureIn(body: Json): ProviderFailure | undefined {
  const { code, msg } = isObject(body) ? body : {};
  if (code === 'RateLimitExceeded') return 'rate-limited';
  if (code === 'BadApiKey') return 'credentials';
  const isFull = code === 'BadParams' && typeof msg === 'string' && /\b(limit|maximum)\b.*\btemplates\b/i.test(msg);
  return isFull ? 'quota' : undefined;
}
