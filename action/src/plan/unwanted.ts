import type { Repository, Tenant } from '../config/model.ts';
import type { PlanReason } from '../generated/index.ts';
import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import { holdReason, target } from './targets.ts';
import type { Today } from './today.ts';

/** Finds the present owners of ledger lines, and why nothing wants these lines any more. */
export class Unwanted {
  readonly #repository: Repository;
  readonly #today: Today;
  /** Tenants by their earlier ids. */
  readonly #renamed: ReadonlyMap<string, Tenant>;

  constructor(repository: Repository, today: Today) {
    this.#repository = repository;
    this.#today = today;
    const tenants = [...repository.tenants.values()];
    this.#renamed = new Map(tenants.flatMap((tenant) => tenant.formerly.map((id) => [id, tenant])));
  }

  /** The tenant with a present or earlier id; undefined when it is gone. */
  ownerOf(id: string): Tenant | undefined {
    return this.#repository.tenants.get(id) ?? this.#renamed.get(id);
  }

  /**
   * Why a line that no pair asks for is unwanted, and what still keeps it from being archived. Undefined when the line
   * is to be left alone because its tenant is a draft (again).
   */
  why(destination: Destination, line: LedgerLine): { reason: PlanReason; hold?: PlanReason } | undefined {
    const owner = this.ownerOf(line.tenant);
    if (!owner) return { reason: { code: 'tenant-removed', message: `the tenant ${line.tenant} is gone` } };
    if (owner.status === 'draft') return undefined;
    const hold = holdReason(owner, this.#today);
    return { reason: this.#reason(destination, owner, line), ...(hold && { hold }) };
  }

  #reason(destination: Destination, owner: Tenant, line: LedgerLine): PlanReason {
    if (owner.id !== line.tenant) return { code: 'renamed', message: `${line.tenant} is now ${owner.id}` };
    const template = this.#repository.templates.get(line.template);
    if (!template) return { code: 'template-removed', message: `the template ${line.template} is gone` };
    const verdict = target(owner, template, this.#today);
    if (verdict.kind === 'unwanted') return verdict.reason;
    const { version, binding } = verdict;
    const workspace = binding?.id ?? owner.id;
    if (binding?.account !== destination.account || workspace !== destination.workspace) {
      return { code: 'moved', message: `${version.channel} now goes to ${binding?.account}/${workspace}` };
    }
    return { code: 'locale-dropped', message: `${line.locale} is not among the tenant’s locales` };
  }
}
