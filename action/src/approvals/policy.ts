import { readYaml } from '../config/yaml.ts';
import type { Policies } from '../generated/index.ts';

/** What becomes of a message that nobody approved. */
export type ApprovalPolicy = NonNullable<Policies['approval']>;

const strictness = { off: 0, warn: 1, require: 2 } as const;

/** A stretch of the first-parent history in which one policy is in force. */
export interface Reign {
  readonly policy: ApprovalPolicy;
  /** The index of its oldest commit; infinite for the oldest stretch. */
  readonly oldest: number;
}

/**
 * What policy is in force for what came with each commit. A change is judged by the policy that it is merged onto, so
 * that none can loosen it for itself; and a policy that is tightened holds for all that is not deployed yet. So, going
 * back in history, the policy only ever becomes stricter.
 *
 * @param own the policy of the files in front of us, which may not be committed
 * @param versions the configuration's policy, the newest first, with the oldest commit that has it; undefined where the
 *   configuration could not be read
 */
export function reigns(
  own: ApprovalPolicy,
  versions: Iterable<{ readonly oldest: number; readonly policy: ApprovalPolicy | undefined }>,
): Reign[] {
  const found: { policy: ApprovalPolicy; oldest: number }[] = [];
  let isFirst = true;
  for (const { oldest, policy } of versions) {
    // Where nobody can read the policy, the one before it stays in force.
    if (policy === undefined) continue;
    const last = found.at(-1);
    const stricter = strictness[policy] > strictness[last?.policy ?? own];
    // Files that are not committed cannot be looser than the commit below them.
    if (isFirst) found.push({ policy: stricter ? policy : own, oldest });
    else if (stricter) found.push({ policy, oldest });
    else if (last) last.oldest = oldest;
    isFirst = false;
  }
  const last = found.at(-1);
  if (last) last.oldest = Number.POSITIVE_INFINITY;
  return found.length > 0 ? found : [{ policy: own, oldest: Number.POSITIVE_INFINITY }];
}

/** The policy that a configuration's text states; undefined when it cannot be read. */
export function policyIn(text: string | undefined): ApprovalPolicy | undefined {
  if (text === undefined) return undefined;
  const { value } = readYaml(text, { typed: true });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { policies } = value as { policies?: { approval?: unknown } };
  const stated = policies?.approval ?? 'off';
  return stated === 'off' || stated === 'warn' || stated === 'require' ? stated : undefined;
}

/**
 * The policy for one message.
 *
 * @param end the index of the commit that it is deployed from: what came with that commit is no longer in question
 * @param cameWithin whether the message came to be what it is with a commit newer than the one at an index
 */
export function policyFor(
  reigns: readonly Reign[],
  end: number,
  cameWithin: (oldest: number) => boolean,
): ApprovalPolicy {
  for (const { policy, oldest } of reigns) {
    if (end <= oldest || cameWithin(oldest)) return policy;
  }
  return reigns.at(-1)?.policy ?? 'require';
}

/** The strictest policy up to a commit: what any message deployed from there could be judged by. */
export function strictestUpTo(reigns: readonly Reign[], end: number): ApprovalPolicy {
  let strictest: ApprovalPolicy = 'off';
  for (const { policy, oldest } of reigns) {
    if (strictness[policy] > strictness[strictest]) strictest = policy;
    if (end <= oldest) break;
  }
  return strictest;
}
