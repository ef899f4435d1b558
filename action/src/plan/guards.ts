import type { Repository } from '../config/model.ts';
import type { PlannedMessage, PlanRefusal } from '../generated/index.ts';
import {
  type Destination,
  destinationKey,
  type LedgerLine,
  type LedgerLines,
  type LedgerReader,
} from '../ledger/ledger.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import { isMessageName } from '../providers/remote-name.ts';
import { archiveGraceOf, milliseconds } from './archive.ts';

/** What was counted while planning, for the guards to judge. */
export interface Counted {
  /** The number of messages to archive now. */
  archived: number;
  /** Whether anything is to be written, archived or held. */
  changed: boolean;
  readonly claims: {
    readonly destination: Destination;
    readonly name: string;
    readonly action: PlannedMessage['action'];
  }[];
  /** Ledger lines of tenants other than the one that the workspace belongs to now. */
  readonly strangers: { readonly destination: Destination; readonly tenant: string; readonly now: string }[];
  /** The commits that the ledger's lines in the run's scope come from. */
  readonly commits: Set<string>;
  readonly seen: {
    readonly destination: Destination;
    readonly lines: LedgerLines | undefined;
    readonly listing: readonly RemoteTemplate[];
    /** Digests that the workspace's messages have after the plan. */
    readonly planned: readonly (string | null)[];
  }[];
}

export interface GuardInput {
  readonly repository: Repository;
  readonly ledger: LedgerReader;
  readonly newerOf: (commits: ReadonlySet<string>) => string | undefined;
  /** As in `PlanInput`. */
  readonly purpose?: 'review';
}

/** Everything that makes a plan too dangerous to carry out. */
export function refusalsOf(counted: Counted, input: GuardInput): PlanRefusal[] {
  return [
    ...tooManyArchives(counted, input),
    ...writtenAndArchived(counted),
    ...changedHands(counted),
    ...olderThanLedger(counted, input),
    ...ledgerAgainstWorkspaces(counted, input),
  ];
}

/**
 * Tells whether there are more archives than one deployment may carry out: returns how many messages are deployed and
 * the share of them that is allowed, or undefined when the archives are few enough. The share is of the whole ledger,
 * however narrow the run.
 */
export function archivesBeyond(
  archived: number,
  { repository, ledger }: Pick<GuardInput, 'repository' | 'ledger'>,
): { readonly deployed: number; readonly share: number } | undefined {
  if (archived === 0) return undefined;
  const share = repository.config.policies?.maxArchives ?? 0.05;
  const deployed = ledger.destinations().reduce((sum, one) => sum + (ledger.lines(one)?.size ?? 0), 0);
  return archived > deployed * share ? { deployed, share } : undefined;
}

/**
 * A review archives what the deployment after the merge still holds; where there is a grace time, that is not refused
 * then.
 */
function* tooManyArchives({ archived }: Counted, input: GuardInput): Generator<PlanRefusal> {
  const isHeldFirst = milliseconds(archiveGraceOf(input.repository.config)) > 0;
  const beyond = input.purpose === 'review' && isHeldFirst ? undefined : archivesBeyond(archived, input);
  if (!beyond) return;
  yield {
    code: 'too-many-archives',
    message: `${archived} of ${beyond.deployed} deployed messages would be archived, more than policies.maxArchives (${beyond.share}) allows`,
    fix: 'Look at the archives with `npm run tenantry -- plan`. If all of them are intended, raise policies.maxArchives in .github/tenantry.yml for this change.',
  };
}

function* writtenAndArchived({ claims }: Counted): Generator<PlanRefusal> {
  const first = new Map<string, string>();
  for (const { destination, name, action } of claims) {
    const object = `${destinationKey(destination)}/${name}`;
    const other = first.get(object);
    if (other !== undefined) {
      yield {
        code: 'written-and-archived',
        message: `${object} is claimed twice in one run (${other} and ${action})`,
        fix: 'Two tenants or templates lead to the same remote object: give one of them another workspace, or deploy the two changes one after the other. If that is not the cause, run `npm run tenantry -- ledger rebuild`.',
      };
    }
    first.set(object, action);
  }
}

function* changedHands({ strangers }: Counted): Generator<PlanRefusal> {
  const told = new Set<string>();
  for (const { destination, tenant, now } of strangers) {
    const key = `${destinationKey(destination)} ${tenant}`;
    if (told.has(key)) continue;
    told.add(key);
    yield {
      code: 'workspace-changed-hands',
      message: `the workspace ${destinationKey(destination)} belongs to ${now}, but holds messages deployed for ${tenant}`,
      fix: `If ${now} is ${tenant} under a new id, add "formerly: [${tenant}]" to tenants/${now}/tenant.yaml. Otherwise, give ${now} a workspace of its own.`,
    };
  }
}

/** An older run would put back, or take away, what it does not know. A run that changes nothing may be of any age. */
function* olderThanLedger({ changed, commits }: Counted, { repository, newerOf }: GuardInput): Generator<PlanRefusal> {
  const newer = changed ? newerOf(commits) : undefined;
  if (newer === undefined) return;
  yield {
    code: 'older-than-ledger',
    message: `commit ${newer} is deployed and newer than ${repository.commit}: this run would undo its changes`,
    fix: 'Deploy the tip of the main branch. To undo a change, revert it there.',
  };
}

function* ledgerAgainstWorkspaces({ seen }: Counted, { repository, ledger }: GuardInput): Generator<PlanRefusal> {
  const journalled = journalledLines(ledger);
  for (const { destination, ...sight } of seen) {
    const intended = journalled.get(destinationKey(destination)) ?? [];
    const refusal = refusalAt({ destination, ...sight, intended, repository: repository.config.repository });
    if (refusal) yield refusal;
  }
}

/** What a workspace was seen to hold, and what explains it. */
export interface Sight {
  readonly destination: Destination;
  /** The repository's id. */
  readonly repository: string;
  readonly listing: readonly RemoteTemplate[];
  readonly lines: LedgerLines | undefined;
  /** What dead runs may have written without a ledger line. */
  readonly intended: Iterable<LedgerLine>;
  /** Digests that the workspace's messages have after the plan. */
  readonly planned: readonly (string | null)[];
}

/**
 * Compares the ledger with one workspace. Undefined when they agree; otherwise nothing may be written there, whatever
 * is found in other workspaces.
 */
export function refusalAt(sight: Sight): PlanRefusal | undefined {
  const { destination, repository, listing, lines, intended, planned } = sight;
  const where = destinationKey(destination);
  const recorded = [...(lines?.values() ?? [])];
  const listed = new Set(listing.map(({ id }) => id));
  const present = recorded.filter(({ id }) => listed.has(id));
  // A copy that somebody made carries our marker under a name of their own: it is theirs.
  const ours = listing.filter(
    ({ id, name, marker }) =>
      marker?.repository === repository && (isMessageName(name) || present.some((line) => line.id === id)),
  );
  const intentions = new Set(Array.from(intended, nameAndDigest));
  // An archive is intended with the line unchanged: after it, nothing may well be left.
  const mayBeEmpty = recorded.every((line) => intentions.has(nameAndDigest(line)));
  if (ours.length === 0 && present.length === 0 && !mayBeEmpty) {
    return {
      code: 'workspace-emptied',
      message: `${where} holds none of the ${messages(recorded.length)} that the ledger records there`,
      fix: 'Find out who emptied the workspace, or whether it is the right one; then run `npm run tenantry -- ledger rebuild`, and deploy.',
    };
  }
  const known = intentions.union(new Set(recorded.map(nameAndDigest)));
  // An empty ledger explains nothing, not even an object exactly as the plan would write it. A digest covers the
  // object's name where the vendor has one, so the name need not be compared here.
  const wanted = new Set(recorded.length > 0 ? planned.map(digest12) : []);
  const unknown = ours.filter(
    (object) =>
      !known.has(`${object.name} ${object.marker?.digest12}`) &&
      !wanted.has(object.marker?.digest12) &&
      !isRenamedOrTwin(object, present),
  );
  if (unknown.length === 0) return undefined;
  const names = unknown.slice(0, 3).map(({ name }) => name);
  const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
  return {
    code: 'ledger-lost',
    message:
      `${where} holds ${messages(unknown.length)} deployed from here that the ledger does not know ` +
      `(${names.join(', ')}${more}): the ledger was lost or rewound`,
    fix: 'Restore the ledger, or run `npm run tenantry -- ledger rebuild`, check the plan, and deploy again. If it is a copy that somebody made at the vendor, give the copy a name without a dot, or delete it.',
  };
}

/**
 * Whether somebody's edit at the vendor explains an object: it is the recorded object under another name, or it stands
 * beside the recorded object that has its name.
 *
 * @param present ledger lines whose objects are there
 */
function isRenamedOrTwin({ id, name, marker }: RemoteTemplate, present: readonly LedgerLine[]): boolean {
  return present.some((line) => (line.id === id ? digest12(line.digest) === marker?.digest12 : line.name === name));
}

/** The lines that dead runs may have written without a ledger line, by destination. */
function journalledLines(ledger: LedgerReader): Map<string, LedgerLine[]> {
  const lines = new Map<string, LedgerLine[]>();
  for (const change of ledger.journals().flatMap(({ changes }) => changes)) {
    if (!('line' in change)) continue;
    const key = destinationKey(change.destination);
    const there = lines.get(key);
    if (there) there.push(change.line);
    else lines.set(key, [change.line]);
  }
  return lines;
}

function nameAndDigest({ name, digest }: LedgerLine): string {
  return `${name} ${digest12(digest)}`;
}

function digest12(digest: string | null): string | undefined {
  return digest?.slice(0, 12);
}

function messages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}
