import type { Renderings } from '../approvals/judge.ts';
import { keysOf, type Question } from '../approvals/question.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { mergeTrees } from '../config/merge-trees.ts';
import type { Tenant } from '../config/model.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import { deployedAs } from '../plan/as-deployed.ts';
import { makePlan } from '../plan/plan.ts';
import { prepare } from '../plan/prepare.ts';
import { everything } from '../plan/scope.ts';
import { expired, target } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import { loadSession, type Session } from './session.ts';
import type { World } from './world.ts';

/** Loaded commits kept: those next to each other in history are compared with one another. */
const mostLoaded = 3;

/** Renders commits with this engine, from git objects alone, by the ordinary planner. */
export class CommitRenderings implements Renderings {
  readonly #world: World;
  readonly #session: Session;
  readonly #loaded = new Map<string, Session>();
  readonly #merged = new Map<string, ReadonlySet<string> | string>();
  readonly #since = new Map<string, ReadonlySet<string>>();

  /** @param session the files that are planned from */
  constructor(world: World, session: Session) {
    this.#world = world;
    this.#session = session;
  }

  merged(base: string, head: string, now: Date): ReadonlySet<string> | string {
    return remembered(this.#merged, `${base} ${head} ${now.getTime()}`, () => {
      try {
        return this.#merge(base, head, now);
      } catch (error) {
        if (error instanceof InvalidInput) return `cannot be rendered: ${error.message}`;
        throw error;
      }
    });
  }

  #merge(base: string, head: string, now: Date): ReadonlySet<string> | string {
    const merge = mergeTrees(this.#world.root, base, head);
    if ('conflicts' in merge) return `does not merge into ${base.slice(0, 7)}, which it was approved for`;
    const after = this.#at(merge.tree);
    // What is missing because it is unsound must not count as taken away.
    if (after.diagnostics.some(({ severity }) => severity === 'error')) return 'has errors';
    return changes(this.#at(base), after, now);
  }

  since(commit: string): ReadonlySet<string> {
    return remembered(this.#since, commit, () => changes(this.#at(commit), this.#session, this.#world.now));
  }

  alreadyDeployed({ pair, message, deployedFrom }: Question): boolean {
    if (!deployedFrom) return false;
    try {
      const session = this.#at(deployedFrom.commit);
      const tenant = session.repository.tenants.get(pair.tenant);
      const template = session.repository.templates.get(pair.template);
      const { now } = this.#world;
      if (!tenant || !template || hasRunOutSince(tenant, pair.template, deployedFrom.at, now)) return false;
      const verdict = target(tenant, template, todayAt(now));
      if (verdict.kind !== 'wanted' || verdict.binding.account !== pair.account) return false;
      const open = session.accounts.get(pair.account);
      if (!open || (verdict.binding.id ?? tenant.id) !== pair.workspace) return false;
      return prepare(session.renderer, open, verdict.version, tenant, message.locale).digest === message.after;
    } catch (error) {
      if (error instanceof InvalidInput) return false;
      throw error;
    }
  }

  #at(treeish: string): Session {
    const found = this.#loaded.get(treeish) ?? loadSession(this.#world, openGitSnapshot(this.#world.root, treeish));
    this.#loaded.delete(treeish);
    this.#loaded.set(treeish, found);
    const [oldest] = this.#loaded.keys();
    if (oldest !== undefined && this.#loaded.size > mostLoaded) this.#loaded.delete(oldest);
    return found;
  }
}

/** Whether an opt-out or a pin has run out after a moment: then a date has changed the message, or may have. */
export function hasRunOutSince(tenant: Tenant, template: string, at: number, now: Date): boolean {
  const then = todayAt(new Date(at))(tenant.timezone);
  return expired(tenant, todayAt(now)).some((one) => one.template === template && one.until >= then);
}

/** Everything that is otherwise on one side than on the other, whatever holds the day has. */
function changes(before: Session, after: Session, now: Date): ReadonlySet<string> {
  const { repository, renderer, keys, accounts } = after;
  const ledger = deployedAs(before, now);
  const against = { ledger, now, scope: everything, all: false, observed: new Map(), newerOf: () => undefined };
  return keysOf(makePlan({ repository, renderer, keys, accounts, ...against }).plan.pairs);
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
