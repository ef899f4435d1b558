import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openAccounts } from '../../action/src/commands/accounts.ts';
import { loadRepository } from '../../action/src/config/load.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { type LedgerLine, lineKey } from '../../action/src/ledger/ledger.ts';
import { formatLedger } from '../../action/src/ledger/line.ts';
import { ledgerPath } from '../../action/src/ledger/path.ts';
import { destinationsOf } from '../../action/src/plan/destinations.ts';
import { createKeys } from '../../action/src/plan/keys.ts';
import { prepare } from '../../action/src/plan/prepare.ts';
import { todayAt } from '../../action/src/plan/today.ts';
import { createRenderer } from '../../action/src/template/render.ts';

/**
 * Writes the ledger that a deployment of the whole repository would leave. It renders every message, but does not write
 * the messages themselves: the local vendor's four million files would measure the disk, and no plan reads them.
 */
export function writeDeployedLedger(root: string): void {
  const { repository } = loadRepository(openWorkingTree(root));
  const renderer = createRenderer(repository);
  const keys = createKeys(renderer);
  const accounts = openAccounts(repository.config, { repository: 'bench', root, credential: () => undefined });
  const today = todayAt(new Date());
  for (const tenant of repository.tenants.values()) {
    for (const { destination, open, templates } of destinationsOf(tenant, { repository, accounts }, today)) {
      const lines = new Map<string, LedgerLine>();
      for (const template of templates) {
        const key = keys(template, tenant, open);
        for (const locale of tenant.locales) {
          const prepared = prepare(renderer, open, template, tenant, locale);
          if (!prepared.payload) throw new Error(prepared.problems[0]?.message);
          const { digest, skeleton, name } = prepared;
          const where = { tenant: tenant.id, template: template.id, locale };
          const { commit } = repository;
          lines.set(lineKey(where), {
            ...where,
            key,
            digest,
            skeleton,
            name,
            id: name,
            remote: digest,
            commit,
            run: 'bench',
          });
        }
      }
      const file = join(root, '.tenantry/ledger', ledgerPath(destination));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, formatLedger(lines));
    }
  }
}
