import type { Template, TemplateVersion, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { includesTemplate, includesTenant, type Scope } from '../plan/scope.ts';
import { target } from '../plan/targets.ts';
import { type Today, todayAt } from '../plan/today.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';

export interface Checked {
  readonly problems: readonly Diagnostic[];
  /** How many messages were rendered for their own account. */
  readonly messages: number;
  readonly pairs: number;
}

/**
 * Renders every message of every tenant that a template is meant for, drafts included, and then each template in the
 * languages of the other accounts that it must be portable to. When messages of several tenants have the same shape
 * (skeleton), only the first of them is tried in another language.
 */
export function checkMessages(world: World, session: Session, scope: Scope): Checked {
  const check = new Check(session, todayAt(world.now));
  const tenants = [...session.repository.tenants.values()].filter((tenant) => includesTenant(scope, tenant));
  world.progress.step('Rendering every message');
  tenants.forEach((tenant, done) => {
    world.progress.update(done, tenants.length);
    for (const template of session.repository.templates.values()) {
      if (includesTemplate(scope, template.id)) check.pair(tenant, template);
    }
  });
  return check;
}

class Check implements Checked {
  readonly problems: Diagnostic[] = [];
  messages = 0;
  pairs = 0;
  readonly #session: Session;
  readonly #today: Today;
  /** Shapes that were tried in a language other than their own. */
  readonly #ported = new Set<string>();

  constructor(session: Session, today: Today) {
    this.#session = session;
    this.#today = today;
  }

  pair(tenant: Tenant, template: Template): void {
    const verdict = target(tenant, template, this.#today);
    if (verdict.kind === 'unwanted') return;
    const { version, binding } = verdict;
    const candidates = this.#accountsFor(version);
    const own = (binding && this.#session.accounts.get(binding.account)) ?? candidates[0];
    if (!own) return;
    this.pairs += 1;
    for (const locale of tenant.locales) this.#message(tenant, version, locale, own, candidates);
  }

  #message(
    tenant: Tenant,
    version: TemplateVersion,
    locale: string,
    own: OpenAccount,
    candidates: readonly OpenAccount[],
  ): void {
    const { renderer } = this.#session;
    const rendered = renderer.render(version, tenant, locale, { dialect: own.dialect, data: own.account.data });
    this.problems.push(...rendered.problems);
    this.messages += 1;
    // An error in its own language would only be repeated for the others.
    if (!rendered.message) return;
    for (const other of candidates) {
      const language = `${other.dialect.id} ${JSON.stringify(other.account.data)}`;
      const shape = `${version.file} ${locale} ${rendered.skeleton} ${own.dialect.id} ${language}`;
      if (other.fingerprint === own.fingerprint || this.#ported.has(shape)) continue;
      this.#ported.add(shape);
      const target = { dialect: other.dialect, data: other.account.data };
      this.problems.push(...renderer.render(version, tenant, locale, target).problems);
    }
  }

  /** The accounts that a template must be portable to. */
  #accountsFor(version: TemplateVersion): OpenAccount[] {
    const { portable = 'all' } = version.metadata;
    return [...this.#session.accounts.values()]
      .filter((open) => portable === 'all' || portable.includes(open.dialect.id))
      .filter((open) => open.provider.capabilities.channels.includes(version.channel));
  }
}
