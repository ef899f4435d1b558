import type { Repository } from '../config/model.ts';
import type { PlannedMessage, PlanRefusal } from '../generated/index.ts';
import { type Destination, destinationKey, type LedgerLines, type LedgerReader } from '../ledger/ledger.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import { archiveGraceOf, milliseconds } from './archive.ts';

/** What planning counted that guards judge. */
export interface Counted {
  /** Messages to archive now. */
  archived: number;
  /** Whether anything is to be written, archived or held. */
  changed: boolean;
  readonly claims: {
    readonly destination: Destination;
    readonly name: string;
    readonly action: PlannedMessage['action'];
  }[];
  /** Ledger lines of tenants other than the one whose workspace it is now. */
  readonly strangers: { readonly destination: Destination; readonly tenant: string; readonly now: string }[];
  /** Commits that the ledger's lines in the run's scope are from. */
  readonly commits: Set<string>;
  readonly seen: {
    readonly destination: Destination;
    readonly lines: LedgerLines | undefined;
    readonly listing: readonly RemoteTemplate[];
    /** Digests after the plan. */
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
 * So many archives that one deployment may not do them: what they are a share of, and the most that is allowed. The share
 * is of the whole ledger, however narrow the run. Undefined where they are few enough.
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

/** A review archives what the deployment after the merge still holds: with a time of grace that is not refused then. */
function* tooManyArchives({ archived }: Counted, input: GuardInput): Generator<PlanRefusal> {
  const isHeldFirst = milliseconds(archiveGraceOf(input.repository.config)) > 0;
  const beyond = input.purpose === 'review' && isHeldFirst ? undefined : archivesBeyond(archived, input);
  if (!beyond) return;
  yield {
    code: 'too-many-archives',
    message: `${archived} of ${beyond.deployed} deployed messages would be archived, more than policies.maxArchives (${beyond.share}) allows`,
    fix: 'Look at the archives with `npm run tenantry -- plan`. If all of them are meant, raise policies.maxArchives in .github/tenantry.yml for this change.',
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
        fix: 'Two tenants or templates lead to one remote object: give one of them another workspace, or deploy the two changes one after the other. If neither is so, run `npm run tenantry -- ledger rebuild`.',
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
      fix: `If ${now} is ${tenant} under a new id, add "formerly: [${tenant}]" to tenants/${now}/tenant.yaml. Else give ${now} a workspace of its own.`,
    };
  }
}

/** What an older run does not know, it would put back, or take away. A run that changes nothing may be of any age. */
function* olderThanLedger({ changed, commits }: Counted, { repository, newerOf }: GuardInput): Generator<PlanRefusal> {
  const newer = changed ? newerOf(commits) : undefined;
  if (newer === undefined) return;
  yield {
    code: 'older-than-ledger',
    message: `commit ${newer} is deployed and newer than ${repository.commit}: this run would undo what it brought`,
    fix: 'Deploy the tip of the main branch. To undo a change, revert it there.',
  };
}

function* ledgerAgainstWorkspaces({ seen }: Counted, { repository, ledger }: GuardInput): Generator<PlanRefusal> {
  const pending = journalledDigests(ledger);
  for (const { destination, lines, listing, planned } of seen) {
    const where = destinationKey(destination);
    const ours = listing.filter((object) => object.marker?.repository === repository.config.repository);
    // An empty ledger explains nothing, not even what the plan would write just so.
    const known = new Set(lines && lines.size > 0 ? [...digestsOf(lines), ...planned].map(digest12) : []);
    const unknown = ours.filter(({ marker }) => {
      return !known.has(marker?.digest12) && !pending.has(`${where} ${marker?.digest12}`);
    });
    if (unknown.length > 0) {
      yield {
        code: 'ledger-lost',
        message: `${where} holds ${messages(unknown.length)} deployed from here that the ledger does not know`,
        fix: 'The ledger is empty or was rewound. Restore it, or run `npm run tenantry -- ledger rebuild`.',
      };
    }
    if (lines && lines.size > 0 && ours.length === 0) {
      yield {
        code: 'workspace-emptied',
        message: `${where} holds nothing of the ${messages(lines.size)} that the ledger knows there`,
        fix: 'Find out who emptied the workspace, or whether it is the right one; then run `npm run tenantry -- ledger rebuild`, and deploy.',
      };
    }
  }
}

/** Digests that a run which died may have written without a ledger line, by destination. */
function journalledDigests(ledger: LedgerReader): Set<string> {
  const digests = new Set<string>();
  for (const { changes } of ledger.journals()) {
    for (const change of changes) {
      if ('line' in change) digests.add(`${destinationKey(change.destination)} ${change.line.digest.slice(0, 12)}`);
    }
  }
  return digests;
}

function digestsOf(lines: LedgerLines): string[] {
  return Array.from(lines.values(), (line) => line.digest);
}

function digest12(digest: string | null): string | undefined {
  return digest?.slice(0, 12);
}

function messages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}
