import { openAccounts } from '../../src/commands/accounts.ts';
import { loadRepository } from '../../src/config/load.ts';
import type { Snapshot } from '../../src/config/snapshot.ts';
import {
  destinationKey,
  type LedgerLine,
  type LedgerLines,
  type LedgerReader,
  lineKey,
} from '../../src/ledger/ledger.ts';
import { destinationsOf } from '../../src/plan/destinations.ts';
import { createKeys } from '../../src/plan/keys.ts';
import { prepare } from '../../src/plan/prepare.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import { createRenderer } from '../../src/template/render.ts';

/** The files of a repository, by path. */
export type RepositoryFiles = ReadonlyMap<string, string>;

/** A snapshot of files that never were on a disk, for tests that look at thousands of repositories. */
export function memorySnapshot(files: RepositoryFiles, commit = 'none'): Snapshot {
  const bytes = (path: string): Uint8Array => Buffer.from(files.get(path) ?? '', 'utf8');
  return { commit, paths: [...files.keys()].sort(), irregular: [], size: (path) => bytes(path).length, read: bytes };
}

/** Loads files, and insists that they are valid. */
export function loadFiles(files: RepositoryFiles) {
  const { repository, diagnostics } = loadRepository(memorySnapshot(files));
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length > 0) throw new Error(`the repository is not valid: ${JSON.stringify(errors, undefined, 1)}`);
  const renderer = createRenderer(repository);
  const environment = { repository: repository.config.repository, root: '/nowhere', credential: () => undefined };
  const accounts = openAccounts(repository.config, environment);
  return { repository, renderer, accounts, keys: createKeys(renderer) };
}

export type LoadedFiles = ReturnType<typeof loadFiles>;

/** A ledger that says that everything the files ask for is deployed. */
export function deployedLedger(loaded: LoadedFiles, now: Date): LedgerReader {
  const { repository, renderer, keys } = loaded;
  const today = todayAt(now);
  const destinations = new Map<string, { account: string; workspace: string }>();
  const ledgers = new Map<string, Map<string, LedgerLine>>();
  for (const tenant of repository.tenants.values()) {
    for (const { destination, open, templates } of destinationsOf(tenant, loaded, today)) {
      const lines = new Map<string, LedgerLine>();
      for (const template of templates) {
        const verdict = target(tenant, template, today);
        if (verdict.kind !== 'wanted') continue;
        for (const locale of tenant.locales) {
          const prepared = prepare(renderer, open, verdict.version, tenant, locale);
          if (!prepared.payload) throw new Error(JSON.stringify(prepared.problems));
          const { digest, skeleton, name } = prepared;
          const key = keys(verdict.version, tenant, open);
          const where = { tenant: tenant.id, template: template.id, locale };
          const what = { key, digest, skeleton, name, id: name, remote: digest, commit: 'none', run: 'before' };
          lines.set(lineKey(where), { ...where, ...what });
        }
      }
      destinations.set(destinationKey(destination), destination);
      ledgers.set(destinationKey(destination), lines);
    }
  }
  return ledgerOf(destinations, ledgers);
}

function ledgerOf(
  destinations: ReadonlyMap<string, { account: string; workspace: string }>,
  ledgers: ReadonlyMap<string, LedgerLines>,
): LedgerReader {
  return {
    destinations: () => [...destinations.values()],
    lines: (destination) => ledgers.get(destinationKey(destination)),
    journals: () => [],
    holder: () => undefined,
    warnings: () => [],
    routes: () => new Map(),
  };
}
