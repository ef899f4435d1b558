import { git, records } from '../config/git.ts';

/** A commit of the first-parent history. */
export interface Commit {
  readonly id: string;
  /** The first is its predecessor on the branch it is on. */
  readonly parents: readonly string[];
  /** When it was committed, in milliseconds since 1970. */
  readonly at: number;
}

/** Which data files a commit changed, in the detail needed to tell which messages it can have changed. */
export interface Touched {
  /**
   * Whether it changed anything that every message can depend on: the configuration, defaults, groups, layouts,
   * partials, strings.
   */
  readonly shared: boolean;
  readonly tenants: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
}

/** How many commits' files are listed by one call of git. */
const batch = 200;

const environment = { GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: undefined };

/** The first-parent history of a commit, newest first: what the default branch was at each moment. */
export class History {
  readonly #root: string;
  readonly commits: readonly Commit[];
  /** Whether there is more history than was read: more than `most` commits, or the clone is shallow. */
  readonly isCutOff: boolean;
  readonly isShallow: boolean;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #touched = new Map<number, Touched | undefined>();

  /** @param most how many commits to read at most */
  constructor(root: string, tip: string, most: number) {
    this.#root = root;
    const listed = this.#git([
      'rev-list',
      '--first-parent',
      '--timestamp',
      '--parents',
      `--max-count=${most + 1}`,
      tip,
    ]);
    const all = listed.split('\n').filter(Boolean).map(commitOf);
    this.commits = all.slice(0, most);
    this.#indexes = new Map(this.commits.map(({ id }, index) => [id, index]));
    this.isShallow = this.#git(['rev-parse', '--is-shallow-repository']).trim() === 'true';
    this.isCutOff = all.length > most || this.isShallow;
  }

  /** The index of a commit in this history; undefined when it is not part of it. */
  indexOf(commit: string): number | undefined {
    return this.#indexes.get(commit);
  }

  /** The index of the newest commit here that is `commit` or one of its ancestors; infinite when there is none. */
  firstIn(commit: string): number {
    const index = this.indexOf(commit);
    if (index !== undefined) return index;
    const tip = this.commits[0];
    if (!tip || !isCommitId(commit)) return Number.POSITIVE_INFINITY;
    const found = git(this.#root, ['rev-list', '--first-parent', '--count', tip.id, `^${commit}`, '--'], {
      env: environment,
    });
    const beyond = found.status === 0 ? Number(found.stdout.toString('utf8')) : Number.POSITIVE_INFINITY;
    return beyond < this.commits.length ? beyond : Number.POSITIVE_INFINITY;
  }

  /** When a commit was made, in milliseconds since 1970; 0 for one that this clone does not have. */
  timeOf(commit: string): number {
    const index = this.indexOf(commit);
    if (index !== undefined) return this.commits[index]!.at;
    if (!isCommitId(commit)) return 0;
    const { stdout } = git(this.#root, ['rev-list', '--no-walk', '--timestamp', commit, '--'], { env: environment });
    return Number(stdout.toString('utf8').split(' ', 1)[0]) * 1000;
  }

  /** What the commit at an index changed of the data files; undefined when it changed none. */
  touched(index: number): Touched | undefined {
    if (!this.#touched.has(index)) this.#list(index);
    return this.#touched.get(index);
  }

  /**
   * Every version of a file, newest first: its text (undefined where the file does not exist), and the index of the
   * oldest commit that has that version.
   */
  *versionsOf(path: string): Generator<{ readonly oldest: number; readonly text: string | undefined }> {
    const [tip] = this.commits;
    const last = this.commits.at(-1);
    if (!tip || !last) return;
    const prefix = this.#git(['rev-parse', '--show-prefix']).replace(/\n$/, '');
    const textAt = (commit: string): string | undefined => {
      const { status, stdout } = git(this.#root, ['cat-file', 'blob', `${commit}:${prefix}${path}`], {
        env: environment,
      });
      return status === 0 ? stdout.toString('utf8') : undefined;
    };
    const changes = this.#git(['rev-list', '--first-parent', tip.id, `^${last.id}`, '--', path]);
    for (const id of changes.split('\n').filter(Boolean)) yield { oldest: this.indexOf(id)!, text: textAt(id) };
    yield { oldest: this.commits.length - 1, text: textAt(last.id) };
  }

  /** Whether two commits have the same object at a path from the repository's root; false where neither has one. */
  isSame(a: string, b: string, path: string): boolean {
    const [one, other] = [a, b].map((commit) => this.#objectAt(commit, path));
    return one !== undefined && one === other;
  }

  #objectAt(commit: string, path: string): string | undefined {
    if (!isCommitId(commit)) return undefined;
    const { status, stdout } = git(this.#root, ['rev-parse', '--verify', '--quiet', `${commit}:${path}`], {
      env: environment,
    });
    return status === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  /** Lists what a batch of commits changed compared with their first parents. */
  #list(from: number): void {
    const commits = this.commits.slice(from, from + batch);
    const input = commits.map(({ id, parents: [first] }) => `${id}${first ? ` ${first}` : ''}\n`).join('');
    const options = ['--stdin', '--root', '-r', '-z', '--name-only', '--no-renames', '--relative'];
    const listed = this.#git(['diff-tree', ...options, '--', '.github/tenantry.yml', 'tenants', 'templates'], input);
    const paths = new Map<number, string[]>();
    let current: string[] = [];
    // A commit that changed nothing there is not printed; each of the others is followed by its paths.
    for (const record of records(Buffer.from(listed, 'utf8'))) {
      const index = this.#commitIn(record);
      if (index === undefined) {
        current.push(record);
        continue;
      }
      current = [];
      paths.set(index, current);
    }
    for (const index of commits.keys()) {
      const found = paths.get(from + index);
      this.#touched.set(from + index, found && touchedBy(found));
    }
  }

  #commitIn(record: string): number | undefined {
    return isCommitId(record) ? this.indexOf(record) : undefined;
  }

  #git(args: readonly string[], input = ''): string {
    const { status, stdout, stderr } = git(this.#root, args, { input, env: environment });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr.toString('utf8')}`);
    return stdout.toString('utf8');
  }
}

/** Whether a text is a full object id, which git cannot take for an option or a revision expression. */
export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

function commitOf(line: string): Commit {
  const [timestamp, id = '', ...parents] = line.split(' ');
  return { id, parents, at: Number(timestamp) * 1000 };
}

/**
 * Sorts changed paths into tenants, templates and what is shared. Names that begin with `_` are shared; to be on the
 * safe side, so is everything outside the folder of a tenant or template.
 */
export function touchedBy(paths: readonly string[]): Touched {
  const found = { shared: false, tenants: new Set<string>(), templates: new Set<string>() };
  for (const path of paths) {
    const [top, name = '_', ...rest] = path.split('/');
    if (rest.length === 0 || name.startsWith('_') || (top !== 'tenants' && top !== 'templates')) found.shared = true;
    else found[top].add(name);
  }
  return found;
}
