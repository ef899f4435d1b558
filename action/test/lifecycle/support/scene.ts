import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deploy } from '../../../src/commands/deploy.ts';
import { ledgerRebuild } from '../../../src/commands/ledger-rebuild.ts';
import { plan } from '../../../src/commands/plan.ts';
import type { CommandResult, World } from '../../../src/commands/world.ts';
import { UserError } from '../../../src/diagnostics/errors.ts';
import type { Deployment, LedgerLine, Plan, Rebuilding, RouteFile } from '../../../src/generated/index.ts';
import { everything, type Scope } from '../../../src/plan/scope.ts';
import { stampsBelow, worldOf } from '../../deploy/run.ts';
import { edit, type Files, temporaryFolder } from '../../deploy/small-repository.ts';

export interface Outcome<Document> {
  readonly exitCode: number;
  readonly document: Document;
  /** What a person reads. */
  readonly text: string;
}

export interface Options {
  readonly now?: string;
  readonly scope?: Partial<Scope>;
  readonly allowArchives?: boolean;
  /** The folder of a plan. */
  readonly plan?: string;
}

/** When everything begins. */
export const start = '2026-11-23T12:00:00.000Z';

/** `start`, so many days and milliseconds later. */
export function daysOn(days: number, milliseconds = 0): string {
  return new Date(Date.parse(start) + days * 86_400_000 + milliseconds).toISOString();
}

/** A repository in a folder of its own, the workspaces and the ledger that belong to it, and the commands on it. */
export class Scene {
  readonly root: string = temporaryFolder('lifecycle');

  constructor(files: Files | Scene) {
    if (files instanceof Scene) cpSync(files.root, this.root, { recursive: true, preserveTimestamps: true });
    else edit(this.root, files);
  }

  /** Writes files, or (undefined) removes them. */
  edit(...changes: readonly Files[]): void {
    for (const files of changes) edit(this.root, files);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  discard(): void {
    rmSync(this.root, { recursive: true });
  }

  deploy({ now = start, scope, allowArchives = false, plan: folder }: Options = {}): Promise<Outcome<Deployment>> {
    const options = { scope: { ...everything, ...scope }, allowArchives, lockTimeout: 60 };
    return this.run(now, (world) => deploy(world, { ...options, ...(folder !== undefined && { plan: folder }) }));
  }

  plan({ now = start, scope }: Options = {}, more: { refresh?: boolean; out?: string } = {}): Promise<Outcome<Plan>> {
    const { refresh = false, out } = more;
    const options = { scope: { ...everything, ...scope }, all: false, refresh, detailedExitcode: false };
    return this.run(now, (world) => plan(world, { ...options, ...(out !== undefined && { out }) }));
  }

  rebuild({ now = start, scope }: Options = {}): Promise<Outcome<Rebuilding>> {
    return this.run(now, (world) => ledgerRebuild(world, { scope: { ...everything, ...scope }, lockTimeout: 60 }));
  }

  /** Runs a command as the entry points do: a user's mistake is an exit code with words. */
  async run<Document>(now: string, command: (world: World) => Promise<CommandResult>): Promise<Outcome<Document>> {
    try {
      const { exitCode, document, text } = await command(worldOf(this.root, { now }));
      return { exitCode, document: document as Document, text };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { exitCode: error.exitCode, document: {} as Document, text: `${error.message}\n${error.fix}` };
    }
  }

  /** What the vendor holds, as `account/workspace/name` to what changes with every write. */
  objects(): Map<string, string> {
    const files = [...this.#stamps('local')].filter(
      ([path]) => path.endsWith('.json') && !path.endsWith('workspace.json'),
    );
    return new Map(files.map(([path, { stamp }]) => [path.slice(0, -'.json'.length), stamp]));
  }

  /** Every file at the vendor with what changes with every write. */
  vendor(): Map<string, { stamp: string; text: string }> {
    return this.#stamps('local');
  }

  /** Every file of the ledger likewise, but for the lock, which every run takes and gives back. */
  ledger(): Map<string, { stamp: string; text: string }> {
    return new Map([...this.#stamps('ledger')].filter(([path]) => !path.startsWith('lock/')));
  }

  /** The ledger's lines as `account/workspace/name`, as the vendor's objects are called. */
  lines(): Map<string, LedgerLine> {
    const files = [...this.ledger()].filter(([path]) => path.endsWith('.ndjson'));
    return new Map(
      files.flatMap(([path, { text }]) =>
        text
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => JSON.parse(line) as LedgerLine)
          .map((line) => [`${path.slice(0, -'.ndjson'.length)}/${line.name}`, line] as const),
      ),
    );
  }

  /** Where a tenant's sends go, as `account/workspace/name` in order, and whether it is marked as on hold. */
  routes(tenant: string): { hold?: string; to: string[] } {
    const path = join(this.root, '.tenantry/ledger/routes', `${tenant}.json`);
    if (!existsSync(path)) return { to: [] };
    const { hold, templates } = JSON.parse(readFileSync(path, 'utf8')) as RouteFile;
    const places = Object.values(templates).flatMap((template) => Object.values(template.locales));
    const to = places.map(({ account, workspace, id }) => `${account}/${workspace}/${id}`).sort();
    return { ...(hold !== undefined && { hold }), to };
  }

  #stamps(folder: string): Map<string, { stamp: string; text: string }> {
    const path = join(this.root, '.tenantry', folder);
    return existsSync(path) ? stampsBelow(path) : new Map();
  }
}

/** Outcomes by `tenant/template@workspace`. */
export function outcomes({ document }: Outcome<Deployment>): Record<string, string> {
  return Object.fromEntries(
    document.pairs.map(({ tenant, template, workspace, outcome }) => [`${tenant}/${template}@${workspace}`, outcome]),
  );
}

/** Names whose stamps differ, are new or are gone. */
export function touched(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name)).sort();
}
