import type { Account as AccountConfig, Channel, Tenant } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { DataMapping, DialectId } from '../template/dialects/dialect.ts';
import type { Message } from '../template/render.ts';
import type { Patience } from './http/client.ts';
import type { Runtime } from './http/runtime.ts';

/**
 * What a provider sends for a message, without the marker: JSON whose canonical form is hashed as the message's digest.
 */
export type Payload = JsonObject;

/**
 * When a write reaches customers: at once (`on-write`), with the next send by id (`by-id`), when a campaign refers to
 * it anew (`by-reference`), or, depending on the channel, the latter for email and at once for everything else
 * (`by-channel`).
 */
export type Live = 'on-write' | 'by-id' | 'by-reference' | 'by-channel';

export interface Capabilities {
  readonly channels: readonly Channel[];
  readonly live: Live;
  /** Whether an object has room of its own for the marker (version name, tag, description). */
  readonly marker: boolean;
  /** `delete`: the object is deleted; `rename`: the vendor cannot delete, so it is renamed and emptied. */
  readonly archive: 'delete' | 'rename';
  /** Whether the first write creates a workspace; its id then defaults to the tenant's. */
  readonly createsWorkspaces: boolean;
  /**
   * Whether the first write claims a workspace that nothing is known about, because the vendor does not say whose it
   * is.
   */
  readonly claimsWorkspaces?: true;
}

/** The numbers that the planner forecasts with and the deployer starts from; `source` says where they are from. */
export interface Limits {
  /** The longest remote name, in characters. */
  readonly nameLength: number;
  /** Concurrent calls per workspace. */
  readonly concurrency: number;
  /**
   * Concurrent calls over all workspaces of an account, which the driver then enforces itself. Absent: every workspace
   * that is being deployed to makes as many as `concurrency` allows.
   */
  readonly callsAtOnce?: number;
  /** Calls per second that the vendor allows one credential; absent where no bound is known. */
  readonly callsPerSecond?: number;
  /** Calls per second that the vendor allows in one workspace, where each has a credential of its own. */
  readonly workspaceCallsPerSecond?: number;
  /** How long one call usually takes, in seconds; for forecasts. */
  readonly secondsPerCall: number;
  /** The most calls that a `put` takes. */
  readonly callsPerPut: number;
  /** Objects that a workspace can hold. */
  readonly templates?: number;
  readonly source: string;
}

/** The driver of one vendor. */
export interface Provider {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly limits: Limits;
  /** What `put` would send for a message, including the sender but not the marker. Pure. */
  encode(message: Message, tenant: Tenant): Payload;
  /**
   * Binds the driver to an account of the configuration, without any I/O: credentials are looked for when first needed.
   */
  open(name: string, account: AccountConfig, environment: ProviderEnvironment): Account;
}

/** What drivers may know about the world. */
export interface ProviderEnvironment {
  /** The repository's id, for markers. */
  readonly repository: string;
  /** The absolute path of the repository's root; the local provider's files lie below it. */
  readonly root: string;
  /** The value of a `TENANTRY_*` variable; undefined when it is not set. */
  credential(name: string): string | undefined;
  /** Told, before it is used, about a secret that was in no variable, so that logs do not show it. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Told when calls wait for a limit of the vendor, or will be repeated. */
  readonly onWait?: (wait: Wait) => void;
  /** Time and randomness; the system's own by default. */
  readonly runtime?: Runtime;
  /** How long to wait for a vendor; as long as usual by default. */
  readonly patience?: Patience;
}

/** A wait for a vendor: for a limit of one workspace or of the whole account, or before a call is repeated. */
export interface Wait {
  readonly account: string;
  readonly workspace?: string;
  readonly seconds: number;
  /** Why the call has to be repeated; absent where the wait is for a limit that is used up. */
  readonly again?: Again;
}

/** A call that will be repeated. */
export interface Again {
  /** The number of the next attempt, from 2. */
  readonly attempt: number;
  /** The most attempts there will be. */
  readonly of: number;
  /** What became of the last attempt, in a few words: `HTTP 500`. */
  readonly because: string;
}

export interface Account {
  readonly name: string;
  readonly dialect: DialectId;
  readonly data: DataMapping;
  /**
   * Binds to one workspace: nothing done through the result can reach another. Throws InvalidInput for an impossible
   * id.
   */
  workspace(id: string): Workspace;
}

/** The identity of a message's remote object within its workspace. */
export interface RemoteRef {
  /** The vendor's id. */
  readonly id: string;
  readonly name: string;
}

export interface RemoteTemplate extends RemoteRef {
  /** The marker that the object carries; undefined for an object that Tenantry did not write. */
  readonly marker?: Marker;
}

export interface Marker {
  readonly repository: string;
  /** The first twelve digits of the payload's digest. */
  readonly digest12: string;
}

/** The planner's view of a workspace: it cannot write. */
export interface WorkspaceReader {
  /** Which workspace this is by the vendor's own word; undefined when it does not exist (yet). */
  identify(signal?: AbortSignal): Promise<{ readonly account: string; readonly workspace: string } | undefined>;
  /** Lists every object in the workspace, through all pages, ours or not. Throws rather than ending early. */
  list(signal?: AbortSignal): AsyncIterable<RemoteTemplate>;
  /** Reads an object's payload as it stands at the vendor; undefined when there is no such object. */
  read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined>;
}

export interface Workspace extends WorkspaceReader {
  /**
   * Makes the object `name` carry `payload`; creates it unless `known` says where it is, and writes nothing where it is
   * equal already. Refuses a foreign object of that name. When it throws, the object is either as before or as
   * requested.
   */
  put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written>;
  /** Takes the object out of use; one that is gone already is fine. */
  archive(ref: RemoteRef, signal?: AbortSignal): Promise<void>;
  /**
   * Clears away what a killed writer may have left half done; called after everything has been written. Absent where
   * the writes of a vendor leave nothing behind.
   */
  tidy?(signal?: AbortSignal): Promise<void>;
}

export interface Written extends RemoteRef {
  /** Digest of what the vendor holds now, as read back. */
  readonly remote: string;
}
