import type { Account as AccountConfig } from '../../config/model.ts';
import type { Dialect } from '../../template/dialects/dialect.ts';
import { type Credential, credentialsOf } from '../credentials.ts';
import { dataMapping } from '../data-mapping.ts';
import type { Account, Limits, ProviderEnvironment, Workspace } from '../provider.ts';
import type { Access, Connection, WorkspaceClient } from './client.ts';
import { AccountClient } from './connect.ts';
import { originOf } from './host.ts';

/** What a driver's workspace is bound to. */
export interface Binding<Memory> {
  readonly account: string;
  readonly workspace: string;
  readonly repository: string;
  /** What this process knows about the workspace, shared by everyone who binds to it. */
  readonly memory: Memory;
  readonly client: WorkspaceClient;
}

/** What a vendor's driver supplies to open accounts over HTTP. */
export interface VendorAccount<Memory> {
  /** The vendor's name, for people. */
  readonly vendor: string;
  readonly dialect: Dialect;
  /** The vendor's origin; the account's `options.host` may name an emulator instead. */
  readonly origin: string;
  readonly limits: Limits;
  readonly wordsOf: Connection['wordsOf'];
  readonly failureIn?: Connection['failureIn'];
  /** Throws InvalidInput for a text that cannot be the id of a workspace. */
  assertId(workspace: string): void;
  /** The headers that a workspace's credential is sent in. */
  headers(credential: Credential, workspace: string): Omit<Access, 'secrets'>;
  /** Creates an empty memory for a workspace. */
  memory(): Memory;
  bind(binding: Binding<Memory>): Workspace;
}

/**
 * Opens an account at a vendor that is reached over HTTP. Sends nothing and looks for no credential before the first
 * call. Throws InvalidInput for an `options.host` that may not be called.
 */
export function openAccount<Memory>(
  name: string,
  config: Exclude<AccountConfig, { provider: 'local' }>,
  environment: ProviderEnvironment,
  { vendor, dialect, origin, limits, wordsOf, failureIn, ...its }: VendorAccount<Memory>,
): Account {
  const { repository } = environment;
  const connection = { vendor, account: name, origin: originOf(name, origin, config.options?.host), limits };
  const client = new AccountClient({ ...connection, wordsOf, failureIn }, environment);
  const credentialOf = credentialsOf(environment, { name, config });
  const memories = new Map<string, Memory>();
  const access = async (workspace: string): Promise<Access> => {
    const credential = await credentialOf(workspace);
    return { ...its.headers(credential, workspace), secrets: [credential.value] };
  };
  return {
    name,
    dialect: dialect.id,
    data: dataMapping(dialect, config),
    workspace(workspace) {
      its.assertId(workspace);
      const memory = memories.get(workspace) ?? its.memory();
      memories.set(workspace, memory);
      const bound = client.workspace(workspace, () => access(workspace));
      return its.bind({ account: name, workspace, repository, memory, client: bound });
    },
  };
}
