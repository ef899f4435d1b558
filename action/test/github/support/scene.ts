import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InstalledAction, Step } from '../../action/support/job.ts';
import {
  commitAll,
  edit,
  type Files,
  type StoreName,
  smallRepository,
  temporaryFolder,
} from '../../deploy/small-repository.ts';
import { mergeGroupEvent, type PullRequestState, pullRequestEvent } from './events.ts';
import { type GitServer, serveGit } from './git-server.ts';
import { commentsOf, seed } from './pull-request.ts';
import { type Json, type StandIn, startGitHub } from './stand-in.ts';

/**
 * A repository on GitHub: a bare one behind HTTP for git, and a stand-in for the API. Jobs run the Action's bundle on
 * fresh clones, as the workflow pull-request does. Uploading an artifact is another Action's work, and takes services
 * that no stand-in has: what it is given is checked here, and it answers with an address.
 */
export class Scene {
  readonly github: StandIn;
  readonly #git: GitServer;
  readonly #action: InstalledAction;
  readonly #folder: string;
  readonly #pulls = new Map<number, PullRequestState>();
  #jobs = 0;
  #deployments: string | undefined;

  private constructor(github: StandIn, git: GitServer, action: InstalledAction, folder: string) {
    this.github = github;
    this.#git = git;
    this.#action = action;
    this.#folder = folder;
  }

  /** Starts with a small repository on main; `files` go over its own. */
  static async start(action: InstalledAction, files: Files = {}, store: StoreName = 'directory'): Promise<Scene> {
    const folder = temporaryFolder('github');
    const scene = new Scene(await startGitHub(seed), await serveGit(join(folder, 'served'), 'job'), action, folder);
    for (const login of ['mona', 'rita']) scene.github.amendments.permissions.set(login, 'write');
    mkdirSync(scene.origin, { recursive: true });
    mkdirSync(scene.desk);
    git(scene.origin, 'init', '-q', '--bare', '-b', 'main', '.');
    git(scene.desk, 'init', '-q', '-b', 'main', '.');
    git(scene.desk, 'remote', 'add', 'origin', scene.origin);
    scene.commit({ ...smallRepository(store), ...files });
    git(scene.desk, 'push', '-q', 'origin', 'main');
    return scene;
  }

  get origin(): string {
    return join(this.#folder, 'served', seed.owner, seed.repo);
  }

  /** The clone in which people work. */
  get desk(): string {
    return join(this.#folder, 'desk');
  }

  /** Commits files on the branch that is checked out at the desk. */
  commit(files: Files): string {
    edit(this.desk, files);
    commitAll(this.desk);
    return git(this.desk, 'rev-parse', 'HEAD');
  }

  /** Moves main on. */
  pushMain(files: Files): string {
    git(this.desk, 'checkout', '-q', 'main');
    const id = this.commit(files);
    git(this.desk, 'push', '-q', 'origin', 'main');
    return id;
  }

  /** Opens a pull request from main as it is, with a commit. */
  async open(files: Files, more: Partial<PullRequestState> = {}): Promise<number> {
    const title = more.title ?? 'Shorten the receipt';
    const body = { title, head: `topic-${this.#pulls.size + 1}`, base: 'main' };
    const { number } = await this.github.as('mona', 'POST', `/repos/${seed.owner}/${seed.repo}/pulls`, body);
    git(this.desk, 'checkout', '-q', '-B', `topic-${number}`, 'main');
    const before = git(this.desk, 'rev-parse', 'HEAD');
    this.#pulls.set(number, { number, title, author: 'mona', head: before, base: 'main', fork: false, ...more });
    this.push(number, files);
    return number;
  }

  /** Pushes one more commit to a pull request. */
  push(number: number, files: Files): string {
    git(this.desk, 'checkout', '-q', `topic-${number}`);
    const head = this.commit(files);
    return this.pushHead(number, head);
  }

  /** Makes any commit of the desk the head of a pull request. */
  pushHead(number: number, head: string): string {
    git(this.desk, 'push', '-q', '--force', 'origin', `${head}:refs/pull/${number}/head`);
    const pull = this.#pulls.get(number);
    if (!pull) throw new Error(`there is no pull request ${number}`);
    this.#pulls.set(number, { ...pull, head });
    this.github.amendments.pulls.set(number, { head: { sha: head } });
    return head;
  }

  /** Points a pull request at another branch. */
  retarget(number: number, base: string): void {
    this.#pulls.set(number, { ...this.pull(number), base });
  }

  pull(number: number): PullRequestState {
    return this.#pulls.get(number)!;
  }

  /** What the workflow does for a pull request: review, upload, report. */
  async job(number: number, options: JobOptions = {}): Promise<Job> {
    const event = pullRequestEvent(this.pull(number), options.action ?? 'opened');
    return await this.#run({ name: 'pull_request_target', ...event }, options);
  }

  /** Puts a pull request into the merge queue, and does what the workflow does for it. */
  async queue(number: number, options: JobOptions = {}): Promise<Job & { head: string }> {
    const { head, payload } = this.enqueue(number);
    return { ...(await this.#run({ name: 'merge_group', payload }, options)), head };
  }

  /** Puts a pull request into the merge queue. */
  enqueue(number: number): { head: string; ref: string; payload: object } {
    const base = git(this.desk, 'rev-parse', 'main');
    const head = this.#merge(number, 'queue');
    const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${base}`;
    git(this.desk, 'push', '-q', '--force', 'origin', `${head}:${ref}`);
    return { head, ref, payload: mergeGroupEvent(head, base, ref) };
  }

  /** Merges a pull request into main, and tells GitHub’s API of it. */
  merge(number: number): string {
    const merged = this.#merge(number, 'main');
    git(this.desk, 'push', '-q', 'origin', 'main');
    const { amendments } = this.github;
    const merge = { merged: true, state: 'closed', merge_commit_sha: merged, merged_at: later() };
    amendments.pulls.set(number, { ...amendments.pulls.get(number), ...merge });
    for (const id of git(this.desk, 'rev-list', `${merged}~1..${merged}`).split('\n')) {
      amendments.associated.set(id, [number]);
    }
    return merged;
  }

  /** Commits count seconds, and reviews happen before: they are dated a little later than they are made. */
  #merge(number: number, branch: string): string {
    git(this.desk, 'checkout', '-q', ...(branch === 'main' ? ['main'] : ['-B', branch, 'main']));
    const identity = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.com'];
    const env = { ...process.env, GIT_COMMITTER_DATE: later(), GIT_AUTHOR_DATE: later() };
    const message = `Merge pull request #${number} from larder/topic-${number}`;
    const args = ['-C', this.desk, ...identity, 'merge', '-q', '--no-ff', '-m', message, `topic-${number}`];
    execFileSync('git', args, { env });
    return git(this.desk, 'rev-parse', 'HEAD');
  }

  /** Approves the head of a pull request. */
  async approve(number: number, by = 'rita'): Promise<void> {
    const path = `/repos/${seed.owner}/${seed.repo}/pulls/${number}/reviews`;
    await this.github.as(by, 'POST', path, { event: 'APPROVE', commit_id: this.pull(number).head });
  }

  /** What the workflow deploy does. The embedded vendor's files are below the clone, so that it is kept. */
  async deploy(): Promise<Step> {
    this.#deployments ??= await this.checkOut();
    const workspace = this.#deployments;
    // In place of the credentials that this workflow's checkout leaves: it pushes the ledger.
    git(workspace, 'remote', 'set-url', 'origin', this.origin);
    git(workspace, 'pull', '-q', '--ff-only', 'origin', 'main');
    return await this.#action.run(workspace, {
      inputs: { command: 'deploy', token: 'job' },
      env: { GITHUB_API_URL: this.github.url, GITHUB_SERVER_URL: this.#git.url },
    });
  }

  async #run(event: { name: string; payload: object }, options: JobOptions): Promise<Job> {
    const workspace = await this.checkOut();
    const step = (inputs: Record<string, string>): Promise<Step> =>
      this.#action.run(workspace, {
        inputs: { token: 'job', ...inputs, ...options.inputs },
        event: event.payload,
        env: {
          GITHUB_API_URL: this.github.url,
          GITHUB_EVENT_NAME: event.name,
          GITHUB_SERVER_URL: this.#git.url,
          GITHUB_WORKFLOW: 'pull-request',
          ...options.env,
        },
      });
    await options.beforeReview?.(workspace);
    const review = await step({ command: 'review' });
    await options.beforeReport?.(workspace);
    const url = options.galleryUrl ?? this.#upload(workspace, review.outputs.preview ?? '');
    const report = await step({ command: 'report', 'gallery-url': url });
    return { workspace, review, report, galleryUrl: url };
  }

  /** A clone as actions/checkout makes one of the default branch, without credentials in it. */
  async checkOut(): Promise<string> {
    const workspace = join(this.#folder, `job-${++this.#jobs}`);
    const header = `http.extraHeader=Authorization: Basic ${Buffer.from('x-access-token:job').toString('base64')}`;
    const url = `${this.#git.url}/${seed.owner}/${seed.repo}`;
    // The server is in this process, which must not wait here.
    await promisify(execFile)('git', ['-c', header, 'clone', '-q', '--no-tags', url, workspace]);
    return workspace;
  }

  #upload(workspace: string, path: string): string {
    if (path === '') return '';
    if (!existsSync(join(workspace, path))) throw new Error(`nothing to upload at ${path}`);
    return `${this.#git.url}/${seed.owner}/${seed.repo}/actions/runs/4711/artifacts/${this.#jobs}`;
  }

  /** Our comments of a pull request, and those of others. */
  async comments(number: number): Promise<{ author: string; body: string }[]> {
    return await commentsOf(this.github, number);
  }

  /** The check runs of a commit, the newest last. */
  checks(head: string): Json[] {
    return [...this.github.amendments.checks.values()].filter((run) => run.head_sha === head);
  }

  async end(): Promise<void> {
    await this.github.close();
    await this.#git.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface JobOptions {
  /** The event's action; `opened` if none is given. */
  readonly action?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What upload-artifact answers, instead of an address. */
  readonly galleryUrl?: string;
  readonly beforeReview?: (workspace: string) => Promise<unknown> | unknown;
  readonly beforeReport?: (workspace: string) => Promise<unknown> | unknown;
}

export interface Job {
  readonly workspace: string;
  readonly review: Step;
  readonly report: Step;
  readonly galleryUrl: string;
}

function later(): string {
  return new Date(Date.now() + 5_000).toISOString();
}

/** Everything that lies in a folder, hidden files included and git's own apart. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.git/') && path !== '.git')
    .sort();
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trimEnd();
}
