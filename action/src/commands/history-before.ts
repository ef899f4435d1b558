import { openGitSnapshot } from '../config/git-snapshot.ts';
import type { Repository } from '../config/model.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import { prepare } from '../plan/prepare.ts';
import { target } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import type { Earlier } from '../review/before.ts';
import { loadSession, type Session } from './session.ts';
import type { World } from './world.ts';

/**
 * Finds what deployed messages were made from: reads the commit of their ledger line from git objects, renders the
 * message again, and accepts the result only if its digest matches.
 */
export class DeployedHistory {
  readonly #world: World;
  /** Sessions by commit; the session is undefined for commits that this clone does not have. */
  readonly #commits = new Map<string, { session: Session | undefined; lines: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  earlierOf(line: LedgerLine): Earlier | undefined {
    // What was deployed with uncommitted changes is mostly as in the commit; the digest tells.
    const session = this.#at(line.commit.split('+')[0] ?? '');
    const tenant = session?.repository.tenants.get(line.tenant);
    const template = session?.repository.templates.get(line.template);
    if (!session || !tenant || !template) return undefined;
    const verdict = target(tenant, template, todayAt(this.#world.now));
    const open = verdict.kind === 'unwanted' ? undefined : session.accounts.get(verdict.binding?.account ?? '');
    if (verdict.kind === 'unwanted' || !open) return undefined;
    const { version } = verdict;
    const { digest } = prepare(session.renderer, open, version, tenant, line.locale);
    return digest === line.digest ? { side: session, version, tenant, open } : undefined;
  }

  /** The repository of the commit that most of the lines asked about were deployed from. */
  usual(): Repository | undefined {
    const [most] = [...this.#commits.values()].sort((a, b) => b.lines - a.lines);
    return most?.session?.repository;
  }

  #at(commit: string): Session | undefined {
    if (!/^[0-9a-f]+$/.test(commit)) return undefined;
    const known = this.#commits.get(commit) ?? { session: this.#load(commit), lines: 0 };
    known.lines += 1;
    this.#commits.set(commit, known);
    return known.session;
  }

  #load(commit: string): Session | undefined {
    try {
      return loadSession(this.#world, openGitSnapshot(this.#world.root, commit));
    } catch (error) {
      if (error instanceof InvalidInput) return undefined;
      throw error;
    }
  }
}
