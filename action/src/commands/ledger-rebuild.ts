import pLimit from 'p-limit';
import type { Tenant } from '../config/model.ts';
import { exitCodes } from '../diagnostics/errors.ts';
import { digestOf } from '../digest.ts';
import type { Rebuilding } from '../generated/index.ts';
import { destinationKey, type LedgerLine, type LedgerWriter } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { destinationsOf, type TenantDestination } from '../plan/destinations.ts';
import { type Prepared, prepare } from '../plan/prepare.ts';
import { includesTenant } from '../plan/scope.ts';
import { target } from '../plan/targets.ts';
import { type Today, todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import { checkScope, openSession, type Session } from './session.ts';
import { count, table } from './text.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface RebuildOptions extends CommonOptions {
  /** Seconds to wait for another run. */
  readonly lockTimeout: number;
}

/** What a ledger line says where only a read-back is known: never equal to a real key, skeleton or commit. */
const unknown = { key: '0'.repeat(64), skeleton: '0'.repeat(64), commit: 'none' } as const;

/** Workspaces listed at once. */
const concurrency = 16;

/**
 * Restores ledgers from the markers in the workspaces. Names are computed from the repository; an object whose marker
 * is that of the present rendering is recorded as such, one with an older marker by what is read back.
 */
export async function ledgerRebuild(world: World, { scope, lockTimeout }: RebuildOptions): Promise<CommandResult> {
  const session = openSession(world);
  checkScope(scope, session.repository);
  const ledger = await openLedger(session.repository.config.ledger, world).acquire(world.run, {
    timeout: lockTimeout,
    onWait: ({ run }) => world.progress.note(`Waiting for run ${run} to finish`),
  });
  try {
    const rebuild = new Rebuild(world, session, ledger);
    const tenants = [...session.repository.tenants.values()].filter((tenant) => includesTenant(scope, tenant));
    const limit = pLimit(concurrency);
    world.progress.step('Looking into the workspaces');
    await Promise.all(tenants.map((tenant) => limit(() => rebuild.tenant(tenant))));
    await ledger.fold();
    world.progress.end();
    const document = rebuild.document(world.run);
    return {
      exitCode: rebuild.unreadable > 0 ? exitCodes.incomplete : exitCodes.done,
      document,
      text: rebuildText(document),
    };
  } finally {
    await ledger.release();
  }
}

class Rebuild {
  unreadable = 0;
  readonly #world: World;
  readonly #session: Session;
  readonly #ledger: LedgerWriter;
  readonly #today: Today;
  readonly #unattributed: Rebuilding['unattributed'] = [];
  #workspaces = 0;
  #current = 0;
  #earlier = 0;

  constructor(world: World, session: Session, ledger: LedgerWriter) {
    this.#world = world;
    this.#session = session;
    this.#ledger = ledger;
    this.#today = todayAt(world.now);
  }

  async tenant(tenant: Tenant): Promise<void> {
    for (const place of destinationsOf(tenant, this.#session.repository, this.#session.accounts)) {
      try {
        await this.#workspace(tenant, place);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        this.unreadable += 1;
        this.#world.progress.note(`${destinationKey(place.destination)} could not be read: ${error.message}`);
      }
    }
  }

  async #workspace(tenant: Tenant, { destination, open, templates }: TenantDestination): Promise<void> {
    const workspace = open.account.workspace(destination.workspace);
    const objects = new Map<string, RemoteTemplate>();
    for await (const object of workspace.list(this.#world.signal)) {
      if (object.marker?.repository === this.#session.repository.config.repository) objects.set(object.name, object);
    }
    const lines: LedgerLine[] = [];
    for (const template of templates) {
      const verdict = target(tenant, template, this.#today);
      if (verdict.kind !== 'wanted') continue;
      for (const locale of tenant.locales) {
        const prepared = prepare(this.#session.renderer, open, verdict.version, tenant, locale);
        const object = prepared.payload && objects.get(prepared.name);
        if (!object) continue;
        objects.delete(object.name);
        const key = this.#session.keys(verdict.version, tenant, open);
        const where = { tenant: tenant.id, template: template.id, locale, name: object.name, id: object.id };
        const line = this.#present(object, prepared, key) ?? this.#past(object, await workspace.read(object));
        if (line) lines.push({ ...where, ...line, run: this.#world.run });
        else this.#unattributed.push({ ...destination, name: object.name, reason: 'it was changed at the vendor' });
      }
    }
    for (const name of objects.keys()) {
      this.#unattributed.push({ ...destination, name, reason: 'no template in a locale of the tenant has this name' });
    }
    this.#workspaces += 1;
    await this.#ledger.replace(destination, lines);
  }

  #present(object: RemoteTemplate, prepared: Prepared, key: string) {
    const { digest, skeleton } = prepared;
    if (object.marker?.digest12 !== digest.slice(0, 12)) return undefined;
    this.#current += 1;
    return { key, digest, skeleton, remote: digest, commit: this.#session.repository.commit };
  }

  #past(object: RemoteTemplate, payload: Parameters<typeof digestOf>[0] | undefined) {
    const digest = payload === undefined ? undefined : digestOf(payload);
    if (digest === undefined || object.marker?.digest12 !== digest.slice(0, 12)) return undefined;
    this.#earlier += 1;
    return { ...unknown, digest, remote: digest };
  }

  document(run: string): Rebuilding {
    const unattributed = this.#unattributed;
    const summary = {
      workspaces: this.#workspaces,
      current: this.#current,
      earlier: this.#earlier,
      unattributed: unattributed.length,
      unreadable: this.unreadable,
    };
    return { run, summary, unattributed };
  }
}

function rebuildText({ summary, unattributed }: Rebuilding): string {
  const lines = [
    `Rebuilt the ledger of ${count(summary.workspaces, 'workspace')}: ${count(summary.current, 'message')} as the repository asks for, ` +
      `${count(summary.earlier, 'message')} from an earlier state.`,
  ];
  if (unattributed.length > 0) {
    lines.push(
      '',
      `Left alone, because nothing in the repository explains ${unattributed.length === 1 ? 'it' : 'them'}:`,
    );
    lines.push(
      table(unattributed.map((object) => [`  ${object.account}/${object.workspace}`, object.name, object.reason])),
    );
  }
  if (summary.unreadable > 0) lines.push('', `${count(summary.unreadable, 'workspace')} could not be read; see above.`);
  lines.push('', 'Next: tenantry plan');
  return `${lines.join('\n')}\n`;
}
