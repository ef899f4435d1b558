import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploy } from '../../../src/commands/deploy.ts';
import type { Deployment, LedgerLine, RouteFile } from '../../../src/generated/index.ts';
import { approvalsWith } from '../../../src/github/approval-source.ts';
import { parseLedger } from '../../../src/ledger/line.ts';
import { everything, type Scope } from '../../../src/plan/scope.ts';
import { filesBelow, worldOf } from '../../deploy/run.ts';
import { config, edit, type Files, smallRepository, temporaryFolder } from '../../deploy/small-repository.ts';
import { FakeGitHub, type Login } from './github.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly document: Deployment;
  readonly text: string;
  /** Outcomes by `tenant/template@workspace`. */
  readonly pairs: Readonly<Record<string, string>>;
  /** How often GitHub was asked. */
  readonly asked: number;
}

export interface DeployOptions {
  /** Days later. */
  readonly later?: number;
  readonly allowArchives?: boolean;
  /** Without a token, there is nobody to ask. */
  readonly token?: string;
  /** Changes of the working tree. */
  readonly uncommitted?: Files;
  /** Deploys the files of the commit, and its ledger, without the repository. */
  readonly outsideGit?: boolean;
  /** Deploys from a clone of the last commit alone. */
  readonly shallow?: boolean;
  readonly only?: Partial<Scope>;
}

export type MergeMethod = 'squash' | 'merge' | 'rebase';

/** `.github/tenantry.yml` with a policy. */
export function policy(approval: string): Files {
  return { '.github/tenantry.yml': config('directory', `approval: ${approval}`) };
}

/**
 * A repository on a stand-in for GitHub: an origin, somebody’s clone of it where branches and merges are made, and the
 * clone of the job that deploys. Every step is a minute after the one before. It begins with everything deployed, and
 * then a commit that says who must approve.
 */
export class Scene {
  readonly github = new FakeGitHub();
  readonly #folder = temporaryFolder('approvals');
  readonly origin = join(this.#folder, 'origin.git');
  readonly dev = join(this.#folder, 'dev');
  readonly job = join(this.#folder, 'job');
  #now = Date.parse('2026-11-23T12:00:00Z');
  #reviews = 0;
  #hasMain = false;

  /** Scenes as they begin, to be copied. */
  static readonly #begun = new Map<string, Scene>();

  static async begin(approval = 'require', files: Files = {}): Promise<Scene> {
    const key = JSON.stringify([approval, files]);
    const begun = Scene.#begun.get(key) ?? (await Scene.#make(approval, files));
    Scene.#begun.set(key, begun);
    return await begun.#copy();
  }

  /** Removes what scenes began from; after the last test of a file. */
  static forget(): void {
    for (const scene of Scene.#begun.values()) rmSync(scene.#folder, { recursive: true });
    Scene.#begun.clear();
  }

  async #copy(): Promise<Scene> {
    const scene = new Scene();
    scene.#now = this.#now;
    scene.#hasMain = true;
    cpSync(this.#folder, scene.#folder, { recursive: true });
    for (const clone of [scene.dev, scene.job]) {
      const file = join(clone, '.git/config');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(this.#folder, scene.#folder));
    }
    await scene.github.listen();
    return scene;
  }

  static async #make(approval: string, files: Files): Promise<Scene> {
    const scene = new Scene();
    await scene.github.listen();
    scene.git(scene.#folder, 'init', '-q', '--bare', '-b', 'main', scene.origin);
    scene.git(scene.origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    scene.git(scene.#folder, 'clone', '-q', scene.origin, scene.dev);
    scene.git(scene.#folder, 'clone', '-q', scene.origin, scene.job);
    scene.direct({ ...smallRepository('directory'), ...files });
    const { exitCode, asked } = await scene.deploy();
    if (exitCode !== 0 || asked !== 0) throw new Error('the scene does not begin');
    if (approval !== 'off') scene.direct(policy(approval));
    await scene.github.close();
    return scene;
  }

  async end(): Promise<void> {
    await this.github.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** The present moment, which moves on by a minute with every step. */
  get now(): string {
    return new Date(this.#now).toISOString();
  }

  wait(days: number): void {
    this.#now += days * 86_400_000;
  }

  /** Pushes a commit to main. */
  direct(files: Files): string {
    if (this.#hasMain) this.git(this.dev, 'checkout', '-q', '-B', 'main', 'origin/main');
    this.#hasMain = true;
    return this.#commitAndPush(files, 'main');
  }

  /** Opens a pull request of a branch with these changes, one commit each, from main or another branch. */
  open(changes: Files | readonly Files[], { author = 'mona' as Login, from = 'main', base = 'main' } = {}): number {
    const number = this.github.pulls.size + 1;
    this.git(this.dev, 'checkout', '-q', '-B', `topic-${number}`, from);
    this.github.pulls.set(number, { number, author, head: '', base });
    for (const files of [changes].flat()) this.push(number, files);
    return number;
  }

  /** Pushes a commit to the branch of a pull request, on top of what it has or (by force) instead. */
  push(number: number, files: Files, { instead = false } = {}): string {
    this.git(this.dev, 'checkout', '-q', `topic-${number}`);
    if (instead) this.git(this.dev, 'reset', '-q', '--hard', 'main');
    const head = this.#commitAndPush(files, `topic-${number}`);
    this.git(this.dev, 'push', '-q', '--force', 'origin', `${head}:refs/pull/${number}/head`);
    this.github.pulls.get(number)!.head = head;
    return head;
  }

  /** Reviews the present head of a pull request. */
  review(number: number, by: Login | undefined, state = 'APPROVED'): number {
    const id = ++this.#reviews;
    const { head: commit } = this.github.pulls.get(number)!;
    const reviews = this.github.reviews.get(number) ?? [];
    this.github.reviews.set(number, [...reviews, { id, by, state, commit, at: this.#step() }]);
    return id;
  }

  approve(number: number, by: Login = 'rita'): number {
    return this.review(number, by);
  }

  /** Merges a pull request as GitHub does, and removes its branch. Returns the commit at the tip of main. */
  merge(number: number, method: MergeMethod = 'squash'): string {
    const pull = this.github.pulls.get(number)!;
    const at = this.#step();
    this.git(this.dev, 'checkout', '-q', '-B', 'main', 'origin/main');
    const onto = this.#head();
    const message = ['-m', `Merge (#${number})`];
    if (method === 'merge') this.git(this.dev, 'merge', '-q', '--no-ff', ...message, pull.head);
    if (method === 'squash') {
      this.git(this.dev, 'merge', '-q', '--squash', pull.head);
      this.git(this.dev, 'commit', '-q', '--allow-empty', ...message);
    }
    if (method === 'rebase') {
      this.git(this.dev, 'checkout', '-q', '--detach', pull.head);
      this.git(this.dev, 'rebase', '-q', '--no-ff', onto);
      this.git(this.dev, 'checkout', '-q', '-B', 'main');
    }
    const merged = this.#head();
    this.git(this.dev, 'push', '-q', 'origin', 'main', `:topic-${number}`);
    for (const commit of this.git(this.dev, 'rev-list', '--first-parent', `${onto}..${merged}`).split('\n')) {
      this.github.commits.set(commit, [number]);
    }
    Object.assign(pull, { mergedAt: at, mergeCommit: merged });
    return merged;
  }

  /** Puts a pull request into the merge queue, behind main or another entry, by a squash. */
  enqueue(number: number, base = this.git(this.dev, 'rev-parse', 'origin/main')) {
    this.#step();
    this.git(this.dev, 'checkout', '-q', '--detach', base);
    this.git(this.dev, 'merge', '-q', '--squash', this.github.pulls.get(number)!.head);
    this.git(this.dev, 'commit', '-q', '-m', 'Somebody else’s (#77)');
    const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${base}`;
    this.git(this.dev, 'push', '-q', 'origin', `HEAD:${ref}`);
    return { base, head: this.#head(), ref };
  }

  /** Opens, approves and merges. */
  land(changes: Files | readonly Files[], method: MergeMethod = 'squash'): number {
    const number = this.open(changes);
    this.approve(number);
    this.merge(number, method);
    return number;
  }

  /** Brings the clone of the job up to date. */
  update(): void {
    this.git(this.job, 'fetch', '-q', 'origin', 'main');
    this.git(this.job, 'checkout', '-q', '-B', 'main', 'FETCH_HEAD');
  }

  /** Deploys main from a clone that has no branch but that. */
  async deploy({ later = 0, allowArchives = false, token = 'secret', ...more }: DeployOptions = {}): Promise<Outcome> {
    this.wait(later);
    this.update();
    if (more.uncommitted) edit(this.job, more.uncommitted);
    if (more.outsideGit) rmSync(join(this.job, '.git'), { recursive: true });
    if (more.shallow) {
      rmSync(join(this.job, '.git'), { recursive: true });
      this.git(this.job, 'init', '-q', '-b', 'main');
      this.git(this.job, 'fetch', '-q', '--depth=1', this.origin, 'main');
      this.git(this.job, 'reset', '-q', 'FETCH_HEAD');
    }
    const before = this.github.requests.length;
    const env = { ...process.env, GITHUB_API_URL: this.github.url, GITHUB_REPOSITORY: 'larder/messaging' };
    const world = { ...worldOf(this.job, { now: this.#step() }), env };
    const options = {
      scope: { ...everything, ...more.only },
      allowArchives,
      lockTimeout: 60,
      approvals: approvalsWith(token, world),
    };
    const { exitCode, document, text } = await deploy(world, options);
    const { pairs: list } = document as Deployment;
    const pairs = Object.fromEntries(
      list.map(({ tenant, template, workspace, outcome }) => [`${tenant}/${template}@${workspace}`, outcome]),
    );
    return { exitCode, document: document as Deployment, text, pairs, asked: this.github.requests.length - before };
  }

  /** Where sends of a tenant go: `workspace/object`. */
  routes(tenant: string): string[] {
    const file = join(this.job, '.tenantry/ledger/routes', `${tenant}.json`);
    if (!existsSync(file)) return [];
    const { templates } = JSON.parse(readFileSync(file, 'utf8')) as RouteFile;
    const places = Object.values(templates).flatMap(({ locales }) => Object.values(locales));
    return places.map(({ workspace, id }) => `${workspace}/${id}`).sort();
  }

  /** The ledger’s line of a message. */
  line(destination: string, key: string): LedgerLine | undefined {
    const bytes = readFileSync(join(this.job, '.tenantry/ledger', `${destination}.ndjson`));
    return parseLedger(bytes, destination).lines.get(key);
  }

  /** Makes it look as if an earlier engine had rendered what is deployed. */
  pretendEarlierEngine(): void {
    const ledger = join(this.job, '.tenantry/ledger');
    for (const path of filesBelow(ledger).keys()) {
      if (!path.endsWith('.ndjson')) continue;
      const text = readFileSync(join(ledger, path), 'utf8');
      writeFileSync(
        join(ledger, path),
        text.replace(/"(key|digest)":"([0-9a-f]{64})"/g, (_, name, hash) => `"${name}":"${turned(hash)}"`),
      );
    }
    const vendor = join(this.job, '.tenantry/local');
    for (const [path, text] of filesBelow(vendor)) {
      if (!path.endsWith('.json')) continue;
      writeFileSync(
        join(vendor, path),
        text.replace(/(tenantry:[\w-]+:)([0-9a-f]{12})/, (_, start, hash) => start + turned(hash)),
      );
    }
  }

  git(folder: string, ...args: string[]): string {
    const date = { GIT_AUTHOR_DATE: this.now, GIT_COMMITTER_DATE: this.now };
    const who = { GIT_AUTHOR_NAME: 'Mona', GIT_AUTHOR_EMAIL: 'mona@example.com' };
    const by = { GIT_COMMITTER_NAME: 'GitHub', GIT_COMMITTER_EMAIL: 'noreply@github.example' };
    const env = { ...process.env, ...date, ...who, ...by };
    const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout.trim();
  }

  #commitAndPush(files: Files, branch: string): string {
    this.#step();
    edit(this.dev, files);
    this.git(this.dev, 'add', '-A');
    this.git(this.dev, 'commit', '-q', '--allow-empty', '-m', 'Change');
    this.git(this.dev, 'push', '-q', '--force', 'origin', `HEAD:refs/heads/${branch}`);
    return this.#head();
  }

  #head(): string {
    return this.git(this.dev, 'rev-parse', 'HEAD');
  }

  #step(): string {
    this.#now += 60_000;
    return this.now;
  }
}

function turned(hash: string): string {
  return hash.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}
