import { History } from '../approvals/history.ts';
import { type ApprovalPolicy, strictestUpTo } from '../approvals/policy.ts';
import { pullInQueue, type QueueEntry, QueueSource } from '../approvals/queue.ts';
import { openGitSnapshot } from '../config/git-snapshot.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { UnapprovedPair } from '../generated/index.ts';
import { Git } from '../ledger/git.ts';
import { deployedAs } from '../plan/as-deployed.ts';
import { makePlan } from '../plan/plan.ts';
import { everything } from '../plan/scope.ts';
import { documentOf, mostCommits, type OpenApprovalSource, policyOf, reignsIn, troublesOf } from './approvals.ts';
import { loadSession, refuseErrors } from './session.ts';
import type { World } from './world.ts';

/** What a merge queue is about to merge. */
export interface QueueGroup {
  /**
   * The commit that the queue starts from, and the one that would become the tip of the default branch. The clone has
   * both.
   */
  readonly base: string;
  readonly head: string;
  /** The queue's branch whose tip is `head`: `refs/heads/gh-readonly-queue/main/pr-12-…`. */
  readonly ref: string;
}

export interface QueueVerdict {
  /** The strictest policy in force for what would be merged; a group cannot loosen the policy for itself. */
  readonly policy: ApprovalPolicy;
  /** How many messages the group changes. */
  readonly messages: number;
  /**
   * The pairs among them that nobody approved. With the policy `require`, the group must not be merged while there is
   * any.
   */
  readonly unapproved: readonly UnapprovedPair[];
}

/**
 * Checks what a merge queue would merge against the approvals of its pull requests, so that an unapproved combination
 * is refused in the queue instead of being found out by the deployment.
 * @throws InvalidInput when the ref is not a merge queue's on top of `base`, or the files have errors
 */
export async function approvedInQueue(
  world: World,
  { base, head, ref }: QueueGroup,
  open: OpenApprovalSource,
): Promise<QueueVerdict> {
  const session = loadSession(world, openGitSnapshot(world.root, head));
  refuseErrors(session.diagnostics);
  const history = new History(world.root, head, mostCommits);
  const end = history.indexOf(base);
  const number = pullInQueue(ref);
  if (end === undefined || number === undefined) {
    throw new InvalidInput(`${ref} is not a merge queue branch for ${base}`, {
      fix: 'Make sure that the workflow runs on merge_group and checks out with fetch-depth: 0.',
    });
  }
  const inForce = reignsIn(history, policyOf(session));
  const policy = strictestUpTo(inForce, end);
  const before = loadSession(world, openGitSnapshot(world.root, base));
  const { repository, renderer, keys, accounts } = session;
  const ledger = deployedAs(before, world.now);
  const against = {
    ledger,
    now: world.now,
    scope: everything,
    all: false,
    observed: new Map(),
    newerOf: () => undefined,
  };
  const { plan } = makePlan({ repository, renderer, keys, accounts, ...against });
  const questions = plan.pairs.flatMap((pair) =>
    pair.messages
      .filter(({ action }) => action !== 'unchanged')
      .map((message) => {
        // The line is left out: an archived message then goes by the id that its tenant has as deployed.
        return { pair, message, line: undefined, end, deployedFrom: undefined };
      }),
  );
  if (policy === 'off' || questions.length === 0) return { policy, messages: questions.length, unapproved: [] };
  const github = await open();
  const entries = [{ pull: number, commit: head }, ...(await entriesOf(world, ref, head))];
  const source = github && new QueueSource(github, history, entries, end);
  const troubles = await troublesOf(questions, { world, session, history, inForce, source });
  return { policy, messages: questions.length, unapproved: troubles.map(documentOf) };
}

/**
 * The other entries of the queue; none when the remote does not answer, and then nobody approved what came with them.
 */
async function entriesOf(world: World, ref: string, head: string): Promise<QueueEntry[]> {
  const folder = ref.replace(/^refs\/heads\//, '').replace(/\/[^/]*$/, '');
  const git = new Git(world.root, world.env);
  const { stdout } = await git.run(['ls-remote', 'origin', `refs/heads/${folder}/*`], { timeout: 60_000 });
  return stdout
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [commit = '', name = ''] = line.split('\t');
      const pull = pullInQueue(name);
      return pull === undefined || commit === head ? [] : [{ pull, commit }];
    });
}
