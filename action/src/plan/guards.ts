import type { Repository } from '../config/model.ts';
import type { PlannedMessage, PlanRefusal } from '../generated/index.ts';
import { type Destination, destinationKey, type LedgerLines, type LedgerReader } from '../ledger/ledger.ts';
import type { RemoteTemplate } from '../providers/provider.ts';

/** What planning counted that guards judge. */
export interface Counted {
  /** Messages in the ledger. */
  deployed: number;
  /** Messages to archive now. */
  archived: number;
  readonly claims: {
    readonly destination: Destination;
    readonly name: string;
    readonly action: PlannedMessage['action'];
  }[];
  /** Ledger lines of tenants other than the one whose workspace it is now. */
  readonly strangers: { readonly destination: Destination; readonly tenant: string; readonly now: string }[];
  /** Commits whose messages are to be replaced. */
  readonly replaces: Set<string>;
  readonly seen: {
    readonly destination: Destination;
    readonly lines: LedgerLines | undefined;
    readonly listing: readonly RemoteTemplate[];
  }[];
}

export interface GuardInput {
  readonly repository: Repository;
  readonly ledger: LedgerReader;
  readonly isNewer: (commit: string) => boolean;
}

/** Everything that makes a plan too dangerous to carry out. */
export function refusalsOf(counted: Counted, input: GuardInput): PlanRefusal[] {
  return [
    ...tooManyArchives(counted, input.repository.config.policies?.maxArchives ?? 0.05),
    ...writtenAndArchived(counted),
    ...changedHands(counted),
    ...olderThanLedger(counted, input),
    ...ledgerAgainstWorkspaces(counted, input),
  ];
}

function* tooManyArchives({ archived, deployed }: Counted, share: number): Generator<PlanRefusal> {
  if (archived === 0 || archived <= deployed * share) return;
  yield {
    code: 'too-many-archives',
    message: `${archived} of ${deployed} deployed messages would be archived, more than policies.maxArchives (${share}) allows`,
    fix: 'Look at the archives with `tenantry plan`. If all of them are meant, raise policies.maxArchives in .github/tenantry.yml for this change.',
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
        fix: 'Two tenants or templates lead to one remote object: give one of them another workspace, or deploy the two changes one after the other.',
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

function* olderThanLedger({ replaces }: Counted, { repository, isNewer }: GuardInput): Generator<PlanRefusal> {
  for (const commit of replaces) {
    if (!isNewer(commit)) continue;
    yield {
      code: 'older-than-ledger',
      message: `commit ${commit} is deployed and newer than ${repository.commit}: this run would put older messages back`,
      fix: 'Deploy the tip of the main branch. To undo a change, revert it there.',
    };
    return;
  }
}

function* ledgerAgainstWorkspaces({ seen }: Counted, { repository, ledger }: GuardInput): Generator<PlanRefusal> {
  const pending = journalledDigests(ledger);
  for (const { destination, lines, listing } of seen) {
    const where = destinationKey(destination);
    const ours = listing.filter((object) => object.marker?.repository === repository.config.repository);
    const unknown = ours.filter(({ marker }) => !pending.has(`${where} ${marker?.digest12}`));
    if ((lines?.size ?? 0) === 0 && unknown.length > 0) {
      yield {
        code: 'ledger-lost',
        message: `${where} holds ${unknown.length} messages deployed from here that the ledger does not know`,
        fix: 'The ledger is empty or was rewound. Restore it, or run `tenantry ledger rebuild`.',
      };
    }
    if (lines && lines.size > 0 && ours.length === 0) {
      yield {
        code: 'workspace-emptied',
        message: `${where} holds nothing of the ${lines.size} messages that the ledger says are there`,
        fix: 'Find out who emptied the workspace, or whether it is the right one; then run `tenantry ledger rebuild`, and deploy.',
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
