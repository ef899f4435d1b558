import { isCommitId } from '../approvals/history.ts';
import type { Renderings } from '../approvals/judge.ts';
import type { Question } from '../approvals/question.ts';
import { dataRoots, git } from '../config/git.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { type Merge, mergeTrees } from '../config/merge-trees.ts';
import type { Tenant } from '../config/model.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import { destinationKey, type LedgerLine, type LedgerLines, lineKey } from '../ledger/ledger.ts';
import { deployedAs, draftsOf } from '../plan/as-deployed.ts';
import { expired } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import { loadSession, type Session } from './session.ts';
import type { World } from './world.ts';

/** How many loaded commits are kept: those next to each other in history are compared with one another. */
const mostLoaded = 3;

/** Renders commits with this engine, from git objects alone, and compares them as if each had been deployed. */
export class CommitRenderings implements Renderings {
  readonly #world: World;
  readonly #session: Session;
  readonly #loaded = new Map<string, Session>();
  readonly #merged = new Map<string, Merge | InvalidInput>();
  readonly #contents = new Map<string, string>();

  /** @param session the files that the plan is made from */
  constructor(world: World, session: Session) {
    this.#world = world;
    this.#session = session;
    const { commit } = session.repository;
    // Files that are not committed, or in no repository, belong to no commit.
    if (isCommitId(commit)) this.#loaded.set(this.#contentOf(commit), session);
  }

  approvedBy(base: string, head: string, now: Date, questions: readonly Question[]): ReadonlySet<Question> | string {
    try {
      const tree = this.#merge(base, head);
      if (tree === undefined) return `does not merge into ${base.slice(0, 7)}, which it was approved for`;
      const after = this.#at(tree);
      // What is missing because it is unsound must not count as removed.
      if (after.diagnostics.some(({ severity }) => severity === 'error')) return 'has errors';
      return this.#changed(this.#at(base), after, now, questions);
    } catch (error) {
      if (error instanceof InvalidInput) return `cannot be rendered: ${error.message}`;
      throw error;
    }
  }

  cameAfter(commit: string, question: Question): boolean {
    return this.#changed(this.#at(commit), this.#session, this.#world.now, [question]).has(question);
  }

  alreadyIn(commit: string, questions: readonly Question[]): ReadonlySet<Question> {
    return this.#inFiles(commit, questions, ({ ranOut, digest }) => !ranOut && digest !== null);
  }

  /** Of these messages, the ones that a commit's own files have today as planned, after a date in them has passed. */
  letThroughIn(commit: string, questions: readonly Question[]): ReadonlySet<Question> {
    return this.#inFiles(commit, questions, ({ ranOut }) => ranOut);
  }

  /** Of these messages, the ones that the given commit's own files render as planned and that pass `counts`. */
  #inFiles(commit: string, questions: readonly Question[], counts: (found: InFiles) => boolean): Set<Question> {
    const found = new Set<Question>();
    if (!isCommitId(commit)) return found;
    try {
      const session = this.#at(commit);
      const { now } = this.#world;
      this.#compare({ old: session }, now, questions, ({ old, planned }, question) => {
        const { pair, message, deployedFrom } = question;
        const tenant = session.repository.tenants.get(pair.tenant);
        if (!tenant) return;
        const ranOut = hasRunOutSince(tenant, pair.template, deployedFrom?.at ?? 0, now);
        const key = lineKey({ ...pair, locale: message.locale });
        const digest = digestOf(old?.get(key), question, planned?.get(key)) ?? null;
        if (digest === message.after && counts({ ranOut, digest })) found.add(question);
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
    return found;
  }

  /**
   * The messages in question that `after` renders as planned (or no longer has, where an archive is planned), and that
   * `before` has differently.
   */
  #changed(before: Session, after: Session, now: Date, questions: readonly Question[]): Set<Question> {
    const drafts = draftsOf(after.repository);
    const found = new Set<Question>();
    this.#compare({ before, after }, now, questions, (sides, question) => {
      if (isChanged(question, sides, drafts)) found.add(question);
    });
    return found;
  }

  /**
   * Calls `look` for each message in question, with the lines that the sessions and the planned files would have at its
   * destination.
   */
  #compare<Name extends string>(
    sessions: Readonly<Record<Name, Session>>,
    now: Date,
    questions: readonly Question[],
    look: (lines: Lines<Name | 'planned'>, question: Question) => void,
  ): void {
    const sides = Object.entries<Session>(sessions).map(([name, session]) => [name, deployedAs(session, now)] as const);
    const ledgers = [...sides, ['planned', deployedAs(this.#session, this.#world.now)] as const];
    for (const group of Map.groupBy(questions, ({ pair }) => destinationKey(pair)).values()) {
      const { pair } = group[0]!;
      const lines = Object.fromEntries(ledgers.map(([name, ledger]) => [name, ledger.lines(pair)]));
      for (const question of group) look(lines as Lines<Name | 'planned'>, question);
    }
  }

  /** The tree that a merge results in; undefined when there are conflicts. */
  #merge(base: string, head: string): string | undefined {
    const key = `${base} ${head}`;
    const known = this.#merged.get(key) ?? mergeOrError(this.#world.root, base, head);
    this.#merged.set(key, known);
    if (known instanceof InvalidInput) throw known;
    return 'conflicts' in known ? undefined : known.tree;
  }

  #at(treeish: string): Session {
    const content = this.#contentOf(treeish);
    const found = this.#loaded.get(content) ?? loadSession(this.#world, openGitSnapshot(this.#world.root, treeish));
    this.#loaded.delete(content);
    this.#loaded.set(content, found);
    const [oldest] = this.#loaded.keys();
    if (oldest !== undefined && this.#loaded.size > mostLoaded) this.#loaded.delete(oldest);
    return found;
  }

  /** Identifies the data files of a commit or tree: commits that differ only in other files are loaded once. */
  #contentOf(treeish: string): string {
    const known = this.#contents.get(treeish);
    if (known !== undefined) return known;
    const { status, stdout } = git(this.#world.root, ['ls-tree', '-z', treeish, '--', ...dataRoots]);
    const content = status === 0 ? stdout.toString('utf8') : treeish;
    this.#contents.set(treeish, content);
    return content;
  }
}

interface InFiles {
  /** Whether a date in the files has passed since the message was deployed. */
  readonly ranOut: boolean;
  /** Null where the files do not have the message. */
  readonly digest: string | null;
}

type Lines<Name extends string> = Readonly<Record<Name, LedgerLines | undefined>>;

function isChanged(
  question: Question,
  sides: Lines<'before' | 'after' | 'planned'>,
  drafts: ReadonlySet<string>,
): boolean {
  const { pair, message, line } = question;
  const { template } = pair;
  const { locale } = message;
  if (message.after === null) {
    // A ledger line keeps the id that the tenant had then; a draft's messages do not count as removed.
    const tenant = line?.tenant ?? pair.tenant;
    const key = lineKey({ tenant, template, locale });
    return sides.before?.get(key) !== undefined && !sides.after?.has(key) && !drafts.has(tenant);
  }
  const key = lineKey({ tenant: pair.tenant, template, locale });
  const after = sides.after?.get(key);
  if (!after) return false;
  const before = sides.before?.get(key);
  if (before?.key === after.key) return false;
  const planned = sides.planned?.get(key);
  const digest = (one: LedgerLine | undefined) => digestOf(one, question, planned);
  return digest(after) === message.after && digest(before) !== message.after;
}

/** A message's digest, rendered only where neither the plan nor the ledger has one for the same key. */
function digestOf(one: LedgerLine | undefined, { message, line }: Question, planned: LedgerLine | undefined) {
  if (one === undefined) return undefined;
  if (one.key === planned?.key) return message.after;
  return one.key === line?.key ? line.digest : one.digest;
}

/** Merges two commits; returns what is wrong where the repository cannot merge them. */
function mergeOrError(root: string, base: string, head: string): Merge | InvalidInput {
  try {
    return mergeTrees(root, base, head);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/**
 * Whether an opt-out or pin of a template has run out since a given time, so that a date has, or may have, changed the
 * message.
 *
 * @param at milliseconds since 1970
 */
export function hasRunOutSince(tenant: Tenant, template: string, at: number, now: Date): boolean {
  const then = todayAt(new Date(at))(tenant.timezone);
  return expired(tenant, todayAt(now)).some((one) => one.template === template && one.until >= then);
}
