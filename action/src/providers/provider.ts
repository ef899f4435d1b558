import type { Account as AccountConfig, Channel, Tenant } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { DataMapping, DialectId } from '../template/dialects/dialect.ts';
import type { Message } from '../template/render.ts';
import type { Patience } from './http/client.ts';
import type { Runtime } from './http/runtime.ts';

/** What a provider sends for a message, without the marker: JSON whose canonical form is the message's digest. */
export type Payload = JsonObject;

/**
 * When a write reaches customers: at once, with the next send by id, when a campaign refers to it anew, or, by channel, the
 * latter for email and at once for all else.
 */
export type Live = 'on-write' | 'by-id' | 'by-reference' | 'by-channel';

export interface Capabilities {
  readonly channels: readonly Channel[];
  readonly live: Live;
  /** Whether the object's own room (version name, tag, description) holds the marker. */
  readonly marker: boolean;
  /** `delete`: gone; `rename`: the vendor cannot delete, so it is renamed and emptied. */
  readonly archive: 'delete' | 'rename';
  /** Whether a workspace comes into being with its first write, its id defaulting to the tenant's. */
  readonly createsWorkspaces: boolean;
  /** The vendor does not say whose a workspace is: one of which nothing is known is claimed with the first write. */
  readonly claimsWorkspaces?: true;
}

/** The numbers the planner forecasts with and the deployer starts from; each row says where it is from. */
export interface Limits {
  /** Longest remote name, in characters. */
  readonly nameLength: number;
  /** Calls at once, per workspace. */
  readonly concurrency: number;
  /**
   * Calls at once over all workspaces of an account, which the driver then sees to itself; absent: every workspace that
   * is worked on makes its own.
   */
  readonly callsAtOnce?: number;
  /** Calls per second that the vendor allows one credential; undefined where there is no known bound. */
  readonly callsPerSecond?: number;
  /** Calls per second that the vendor allows in one workspace, where each has a credential of its own. */
  readonly workspaceCallsPerSecond?: number;
  /** What one call usually takes, in seconds; for forecasts. */
  readonly secondsPerCall: number;
  /** Calls a put takes, at most. */
  readonly callsPerPut: number;
  /** Objects a workspace can hold. */
  readonly templates?: number;
  readonly source: string;
}

/** The driver of one vendor. */
export interface Provider {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly limits: Limits;
  /** What `put` would send for a message: pure, the sender included, the marker not. */
  encode(message: Message, tenant: Tenant): Payload;
  /** Binds the driver to an account of the configuration. No I/O: credentials are looked for with the first workspace. */
  open(name: string, account: AccountConfig, environment: ProviderEnvironment): Account;
}

/** What drivers may know of the world. */
export interface ProviderEnvironment {
  /** The repository's id, for markers. */
  readonly repository: string;
  /** Absolute path of the repository's root (the local provider's files lie below it). */
  readonly root: string;
  /** The value of a `TENANTRY_*` variable; undefined when it is not set. */
  credential(name: string): string | undefined;
  /** Told of a secret that was in no variable, before it is used: logs must not show it. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Told when calls wait for a limit of the vendor, or are made again. */
  readonly onWait?: (wait: Wait) => void;
  /** Time and chance; the system's own where absent. */
  readonly runtime?: Runtime;
  /** How long to wait for a vendor; as long as is usual where absent. */
  readonly patience?: Patience;
}

/** A wait for a vendor: for a limit of one workspace, or of the whole account; or before a call is made again. */
export interface Wait {
  readonly account: string;
  readonly workspace?: string;
  readonly seconds: number;
  /** What makes it necessary to call again; absent: a limit that is used up. */
  readonly again?: Again;
}

/** A call that is made again. */
export interface Again {
  /** The attempt that follows, from 2. */
  readonly attempt: number;
  /** Attempts there are at most. */
  readonly of: number;
  /** What became of the last one, in a few words: `HTTP 500`. */
  readonly because: string;
}

export interface Account {
  readonly name: string;
  readonly dialect: DialectId;
  readonly data: DataMapping;
  /** Binds to one workspace: nothing done through the result can reach another. Throws InvalidInput for an impossible id. */
  workspace(id: string): Workspace;
}

/** The identity of a message's remote object within its workspace. */
export interface RemoteRef {
  /** The vendor's id. */
  readonly id: string;
  readonly name: string;
}

export interface RemoteTemplate extends RemoteRef {
  /** Parsed from the marker; undefined for an object that is not ours. */
  readonly marker?: Marker;
}

export interface Marker {
  readonly repository: string;
  /** The first twelve digits of the payload's digest. */
  readonly digest12: string;
}

/** The planner's view of a workspace: it cannot write. */
export interface WorkspaceReader {
  /** Whose workspace this is by the vendor's own word; undefined when it does not exist (yet). */
  identify(signal?: AbortSignal): Promise<{ readonly account: string; readonly workspace: string } | undefined>;
  /** Every object in the workspace, through all pages, ours or not. Throws rather than ending early. */
  list(signal?: AbortSignal): AsyncIterable<RemoteTemplate>;
  /** The payload as it stands at the vendor; undefined when there is no such object. */
  read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined>;
}

export interface Workspace extends WorkspaceReader {
  /**
   * Makes the object `name` carry `payload`, creating it unless `known` says where it is; writes nothing that is equal
   * already. Refuses a foreign object of that name. When it throws, the object is either as before or as asked.
   */
  put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written>;
  /** Takes the object out of use; one that is gone already is fine. */
  archive(ref: RemoteRef, signal?: AbortSignal): Promise<void>;
  /**
   * Clears away what a writer that was killed may have left half done; called when all that is to be written is written.
   * Absent: a write of this vendor leaves nothing.
   */
  tidy?(signal?: AbortSignal): Promise<void>;
}

export interface Written extends RemoteRef {
  /** Digest of what the vendor holds now, as read back. */
  readonly remote: string;
}
