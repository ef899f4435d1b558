import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy } from '../../action/src/commands/deploy.ts';
import { plan } from '../../action/src/commands/plan.ts';
import { openSession } from '../../action/src/commands/session.ts';
import { validate } from '../../action/src/commands/validate.ts';
import type { CommandResult, Progress, World } from '../../action/src/commands/world.ts';
import { UserError } from '../../action/src/diagnostics/errors.ts';
import type { Deployment, Plan } from '../../action/src/generated/index.ts';
import { everything } from '../../action/src/plan/scope.ts';
import { type Asked, type DemoAccount, openAccounts, takeAsked, type Vendor } from './accounts.ts';
import { type Compared, compare } from './compare.ts';
import { commitAll, copyRepository, replaceIn, spread } from './repository.ts';

/** The change that the second deployment carries out: more room above what stands below every card. */
export const edited = {
  path: 'templates/_partials/footer.hbs',
  from: 'padding:28px 40px 0',
  to: 'padding:36px 40px 0',
} as const;

/** A copy of the repository, and the vendors that it is deployed to. */
export interface Demo {
  readonly root: string;
  readonly accounts: readonly DemoAccount[];
  /** Validates all files; resolves to the command's output. */
  validate(): Promise<string>;
  plan(): Promise<Plan>;
  deploy(): Promise<Deployed>;
  /** Changes a shared partial and commits that. */
  change(): void;
  /** Reads back what each vendor holds, and compares it with the preview. */
  compare(): Promise<ReadonlyMap<Vendor, Compared>>;
  /** Stops the vendors and removes the copy. */
  close(): Promise<void>;
}

/** A deployment, and the requests that it made to each vendor. */
export interface Deployed {
  readonly document: Deployment;
  readonly asked: ReadonlyMap<Vendor, Asked>;
  /** How many seconds it took. */
  readonly seconds: number;
}

export interface DemoOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Starts the vendors, and distributes a copy of the repository over them. Nothing is deployed yet. */
export async function openDemo({ progress, signal }: DemoOptions): Promise<Demo> {
  progress.step('Starting four vendors');
  const accounts = await openAccounts();
  const root = mkdtempSync(join(tmpdir(), 'tenantry-demo-'));
  const close = async () => {
    await Promise.all(accounts.map(({ emulator }) => emulator.close()));
    rmSync(root, { recursive: true, force: true });
  };
  try {
    copyRepository(root);
    spread(root, accounts);
    commitAll(root, 'Send through four vendors');
  } catch (error) {
    await close();
    throw error;
  }
  let runs = 0;
  const world = (): World => ({
    root,
    env: Object.fromEntries(accounts.map((account) => [account.variable, account.keys()])),
    now: new Date(),
    run: `demo-${++runs}`,
    progress,
    colour: false,
    ...(signal && { signal }),
  });
  return {
    root,
    accounts,
    validate: async () => succeeded(await validate(world(), { scope: everything })).text.trim(),
    async plan() {
      const options = { scope: everything, all: false, refresh: false, detailedExitcode: false };
      return succeeded(await plan(world(), options)).document as Plan;
    },
    async deploy() {
      accounts.forEach(takeAsked);
      const started = performance.now();
      const result = succeeded(await deploy(world(), { scope: everything, allowArchives: false, lockTimeout: 60 }));
      const seconds = (performance.now() - started) / 1000;
      const asked = new Map(accounts.map((account) => [account.vendor, takeAsked(account)]));
      return { document: result.document as Deployment, asked, seconds };
    },
    change() {
      replaceIn(root, edited.path, edited.from, edited.to);
      commitAll(root, 'Give the footer more room');
    },
    async compare() {
      const here = world();
      const session = openSession(here);
      progress.step('Reading everything back');
      const compared = new Map<Vendor, Compared>();
      for (const account of accounts) compared.set(account.vendor, await compare(account, session, here.now));
      return compared;
    },
    close,
  };
}

/** Ends the demonstration when a command does not succeed, by throwing its output. */
function succeeded(result: CommandResult): CommandResult {
  if (result.exitCode !== 0) throw new UserError(result.exitCode, result.text.trim());
  return result;
}
