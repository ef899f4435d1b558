import type { Account as AccountConfig } from '../../config/model.ts';
import type { Dialect } from '../../template/dialects/dialect.ts';
import { type Credential, credentialsOf } from '../credentials.ts';
import { dataMapping } from '../data-mapping.ts';
import type { Account, Limits, ProviderEnvironment, Workspace } from '../provider.ts';
import type { Access, Connection, WorkspaceClient } from './client.ts';
import { AccountClient } from './connect.ts';
import { originOf } from './host.ts';

/** What a workspace of a vendor is bound to. */
export interface Binding<Memory> {
  readonly account: string;
  readonly workspace: string;
  readonly repository: string;
  /** What this process knows of the workspace, whoever binds to it. */
  readonly memory: Memory;
  readonly client: WorkspaceClient;
}

/** How a vendor's accounts are. */
export interface VendorAccount<Memory> {
  /** The vendor's name, for people. */
  readonly vendor: string;
  readonly dialect: Dialect;
  /** Where the vendor is reached; `options.host` of the account may name an emulator instead. */
  readonly origin: string;
  readonly limits: Limits;
  readonly wordsOf: Connection['wordsOf'];
  readonly failureIn?: Connection['failureIn'];
  /** Throws InvalidInput for what cannot be the id of a workspace. */
  assertId(workspace: string): void;
  /** The headers that a credential of a workspace becomes. */
  headers(credential: Credential, workspace: string): Omit<Access, 'secrets'>;
  /** What is known of a workspace to begin with. */
  memory(): Memory;
  bind(binding: Binding<Memory>): Workspace;
}

/**
 * Opens an account at a vendor that is reached over HTTP. Nothing is asked, and no credential looked for, before the
 * first call. Throws InvalidInput for an `options.host` that may not be called.
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
