import { sideBySide } from '../deploy/side-by-side.ts';
import { type ExitCode, exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import type { Rebuilding } from '../generated/index.ts';
import { checkCommitted } from '../ledger/committed.ts';
import { stillOpen } from '../ledger/fold.ts';
import {
  type Destination,
  destinationKey,
  type LedgerChange,
  type LedgerLine,
  type LedgerReader,
} from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { destinationsOf } from '../plan/destinations.ts';
import { everything, includesFormerTenant, includesTenant, type Scope } from '../plan/scope.ts';
import { type Today, todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import { causesOf, namedCauses, someOf } from './causes.ts';
import { checkScope } from './check-scope.ts';
import { waitingFor } from './deploy.ts';
import { type Place, rebuildWorkspace } from './rebuild-workspace.ts';
import { openSession, type Session } from './session.ts';
import { count, table, thousands } from './text.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface RebuildOptions extends CommonOptions {
  /** Seconds to wait for another run to finish. */
  readonly lockTimeout: number;
}

/** How many workspaces are listed at once. */
const concurrency = 16;

/**
 * Restores ledgers from the markers in the workspaces: those of all tenants, and any others that the ledger knows.
 * Where the ledger is right already, it stays as it is.
 */
export async function ledgerRebuild(world: World, { scope, lockTimeout }: RebuildOptions): Promise<CommandResult> {
  const session = openSession(world);
  checkScope(scope, session);
  if (session.repository.config.ledger?.store === 'branch') checkCommitted(session.repository.commit);
  const ledger = await openLedger(session.repository.config.ledger, world).acquire(world.run, {
    timeout: lockTimeout,
    ...(world.signal && { signal: world.signal }),
    onWait: (holder) => world.progress.note(waitingFor(holder, lockTimeout)),
  });
  try {
    const today = todayAt(world.now);
    const places = placesOf(session, await ledger.read(), scope, today);
    const document: Rebuilding = { run: world.run, summary: noCounts(), unattributed: [], unreadable: [] };
    const { summary } = document;
    const rebuild = async (place: Place): Promise<void> => {
      const about = { session, today, run: world.run, signal: world.signal };
      const rebuilt = await rebuildWorkspace(place, about).catch((error: unknown) => {
        if (!(error instanceof ProviderError)) throw error;
        const { failure, message } = error;
        document.unreadable.push({ ...place.destination, failure, error: message });
      });
      if (!rebuilt) return;
      // A workspace that nothing was ever deployed to needs no ledger.
      if (rebuilt.lines.length > 0 || place.isKnown) await ledger.replace(place.destination, rebuilt.lines);
      summary.workspaces += 1;
      for (const name of ['kept', 'current', 'earlier', 'gone'] as const) summary[name] += rebuilt[name];
      document.unattributed.push(...rebuilt.unattributed.map((one) => ({ ...place.destination, ...one })));
    };
    const limitFor = sideBySide(concurrency);
    world.progress.step('Reading the workspaces');
    await Promise.all(places.map((place) => limitFor(place.open)(() => rebuild(place))));
    await ledger.fold(undefined, leftOpen(session, await ledger.read(), today));
    world.progress.end();
    summary.unattributed = document.unattributed.length;
    summary.unreadable = document.unreadable.length;
    return { exitCode: exitCodeOf(document), document, text: rebuildText(document) };
  } finally {
    await ledger.release();
  }
}

function exitCodeOf({ unreadable }: Rebuilding): ExitCode {
  if (unreadable.some(({ failure }) => failure === 'identity')) return exitCodes.refused;
  if (unreadable.some(({ failure }) => failure === 'credentials')) return exitCodes.credentials;
  return unreadable.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

function noCounts(): Rebuilding['summary'] {
  return { workspaces: 0, kept: 0, current: 0, earlier: 0, gone: 0, unattributed: 0, unreadable: 0 };
}

/** The workspaces of tenants, and those that only the ledger knows: what is left in the latter waits to be archived. */
function placesOf(session: Session, ledger: LedgerReader, scope: Scope, today: Today): Place[] {
  const { repository, accounts } = session;
  const recorded = new Set(ledger.destinations().map(destinationKey));
  const places = new Map<string, Place | undefined>();
  for (const tenant of repository.tenants.values()) {
    const included = includesTenant(scope, tenant);
    for (const { destination, open, provisioned } of destinationsOf(tenant, session, today)) {
      const isKnown = recorded.has(destinationKey(destination));
      const place = { destination, open, owner: tenant.id, isKnown, known: linesOf(ledger, destination) };
      places.set(destinationKey(destination), included && provisioned ? place : undefined);
    }
  }
  for (const destination of ledger.destinations()) {
    const open = accounts.get(destination.account);
    const known = linesOf(ledger, destination);
    const owner = known[0]?.tenant;
    if (!open || owner === undefined || places.has(destinationKey(destination))) continue;
    const tenant = repository.tenants.get(owner);
    if (!(tenant ? includesTenant(scope, tenant) : includesFormerTenant(scope, owner))) continue;
    places.set(destinationKey(destination), { destination, open, owner, isKnown: true, known });
  }
  return [...places.values()].filter((place) => place !== undefined);
}

/**
 * What dead runs may have written in workspaces that were not looked into now. Workspaces that belong to nobody are
 * given up.
 */
function leftOpen(session: Session, ledger: LedgerReader, today: Today): LedgerChange[] {
  const places = placesOf(session, ledger, everything, today);
  const known = new Set(places.map(({ destination }) => destinationKey(destination)));
  return stillOpen(ledger.journals()).filter(({ destination }) => known.has(destinationKey(destination)));
}

/** The ledger's lines of a destination; none when the file is damaged. */
function linesOf(ledger: LedgerReader, destination: Destination): LedgerLine[] {
  try {
    return [...(ledger.lines(destination)?.values() ?? [])];
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}

function rebuildText({ summary, unattributed, unreadable }: Rebuilding): string {
  const lines = [
    `Rebuilt the ledger of ${count(summary.workspaces, 'workspace')}: ${count(summary.kept, 'message')} already on record, ` +
      `${thousands(summary.current)} more that match the repository, ${thousands(summary.earlier)} from an earlier state.`,
  ];
  if (summary.gone > 0) {
    const them = summary.gone === 1 ? 'it' : 'them';
    lines.push(
      `${count(summary.gone, 'message')} on record ${summary.gone === 1 ? 'is' : 'are'} no longer there: ` +
        `the next deployment creates ${them} again where the repository asks for ${them}.`,
    );
  }
  if (unattributed.length > 0) {
    const effect =
      'if one is named like a message, and no recorded message has that name, deployments write nothing to its workspace';
    lines.push('', `Not on record; ${effect} until it is removed at the vendor:`);
    lines.push(
      table(unattributed.map((object) => [`  ${object.account}/${object.workspace}`, object.name, object.reason])),
    );
  }
  if (unreadable.length > 0) {
    lines.push('', `${count(unreadable.length, 'workspace')} could not be read; what is on record for them stays:`);
    for (const { error, of } of causesOf(unreadable).slice(0, namedCauses)) {
      const places = of.map(destinationKey);
      lines.push(`  ${error}`, ...(places.length > 1 ? [`    ${someOf(places, 'workspace')}`] : []));
    }
    lines.push('', 'Next: fix the causes above, then run it again: npm run tenantry -- ledger rebuild');
  } else
    lines.push('', 'Next: npm run tenantry -- plan, then npm run tenantry -- deploy, which also publishes the routes');
  return `${lines.join('\n')}\n`;
}
