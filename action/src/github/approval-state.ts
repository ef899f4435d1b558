import { approvalsAmong } from '../approvals/accept.ts';
import { policyIn } from '../approvals/policy.ts';
import { AskingFailed } from '../approvals/source.ts';
import { approvedInQueue } from '../commands/approved-in-queue.ts';
import { sentence } from '../commands/text.ts';
import type { World } from '../commands/world.ts';
import { git } from '../config/git.ts';
import { configPath } from '../config/load/arrange.ts';
import type { UnapprovedPair } from '../generated/index.ts';
import { approvalsWith } from './approval-source.ts';
import type { ApprovalState } from './comment/report.ts';
import type { PullRequestEvent, ReviewEvent } from './event.ts';
import { code, plain } from './markdown.ts';

/** What is known about approvals, and the pairs that nobody approved. */
export interface KnownApproval {
  readonly state: ApprovalState;
  readonly unapproved: readonly UnapprovedPair[];
}

/**
 * Finds out about approvals. On a pull request: what its approval will take, by the policy of the commit that it goes
 * onto. In a merge queue: what nobody approved of all that would be merged; under the policy `require` that must keep
 * it out.
 * @param folder where in its git repository `world.root` is; empty for the top
 */
export async function approvalOf(
  world: World,
  event: ReviewEvent,
  { base, folder, token }: { base: string; folder: string; token: string },
): Promise<KnownApproval> {
  if (event.kind === 'merge-group') {
    const { policy, unapproved } = await approvedInQueue(world, event, approvalsWith(token, world));
    const messages = unapproved.reduce((sum, { locales }) => sum + locales.length, 0);
    return { state: { policy, approvedBy: [], unapproved: messages }, unapproved };
  }
  const { status, stdout } = git(world.root, ['cat-file', 'blob', `${base}:${folder}${configPath}`]);
  const policy = policyIn(status === 0 ? stdout.toString('utf8') : undefined) ?? 'unknown';
  const approvedBy = policy === 'off' || policy === 'unknown' ? [] : await approversOf(world, event, token);
  return { state: { policy, approvedBy, ...(event.author && { author: event.author }) }, unapproved: [] };
}

/**
 * The logins of those whose approving review of the head counts; empty where GitHub does not say, because a deployment
 * asks again.
 */
async function approversOf(world: World, { number, head }: PullRequestEvent, token: string): Promise<string[]> {
  try {
    const source = await approvalsWith(token, world)();
    if (!source) return [];
    const { author } = await source.pull(number);
    const { approvals } = approvalsAmong({ author }, await source.reviews(number), await source.retargeted(number));
    const logins: string[] = [];
    for (const { by, head: approved } of approvals) {
      if (approved === head && (await source.mayWrite(by))) logins.push(by.login);
    }
    return logins;
  } catch (error) {
    if (!(error instanceof AskingFailed)) throw error;
    world.progress.note(`Approvals could not be looked up: ${error.message}`);
    return [];
  }
}

/** The most characters spent on naming pairs one by one; the summary of a deployment names all. */
const mostNamed = 30_000;

/** Lists, as Markdown, what nobody approved, why, and what to do; empty where there is nothing. */
export function unapprovedText(pairs: readonly UnapprovedPair[]): string {
  if (pairs.length === 0) return '';
  let text = '### Not approved\n\n';
  for (const [named, { tenant, template, why, fix }] of pairs.entries()) {
    const line = `- ${code(`${tenant}/${template}`)}: ${plain(sentence(why))} ${plain(sentence(fix))}\n`;
    if (text.length + line.length > mostNamed) return `${text}- ${pairs.length - named} more\n\n`;
    text += line;
  }
  return `${text}\n`;
}
