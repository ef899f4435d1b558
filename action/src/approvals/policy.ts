import { readYaml } from '../config/yaml.ts';
import type { Policies } from '../generated/index.ts';

/** What happens to a message that nobody approved. */
export type ApprovalPolicy = NonNullable<Policies['approval']>;

const strictness = { off: 0, warn: 1, require: 2 } as const;

/** A stretch of the first-parent history in which one policy is in force. */
export interface Reign {
  readonly policy: ApprovalPolicy;
  /** The index of its oldest commit; infinite for the oldest stretch. */
  readonly oldest: number;
}

/**
 * Determines which policy is in force for the changes each commit brought. A change is judged by the policy that it is
 * merged onto, so that none can loosen the policy for itself; and a tightened policy holds for everything not deployed
 * yet. Hence, going back in history, the policy only ever becomes stricter.
 *
 * @param own the policy of the working files, which may not be committed
 * @param versions the configuration's policy over time, newest first, each with the oldest commit that has it;
 *   undefined where the configuration could not be read
 */
export function reigns(
  own: ApprovalPolicy,
  versions: Iterable<{ readonly oldest: number; readonly policy: ApprovalPolicy | undefined }>,
): Reign[] {
  const found: { policy: ApprovalPolicy; oldest: number }[] = [];
  let isFirst = true;
  for (const { oldest, policy } of versions) {
    // Where the policy cannot be read, the newer one stays in force.
    if (policy === undefined) continue;
    const last = found.at(-1);
    const stricter = strictness[policy] > strictness[last?.policy ?? own];
    // Uncommitted files cannot be looser than the commit below them.
    if (isFirst) found.push({ policy: stricter ? policy : own, oldest });
    else if (stricter) found.push({ policy, oldest });
    else if (last) last.oldest = oldest;
    isFirst = false;
  }
  const last = found.at(-1);
  if (last) last.oldest = Number.POSITIVE_INFINITY;
  return found.length > 0 ? found : [{ policy: own, oldest: Number.POSITIVE_INFINITY }];
}

/** The policy stated in a configuration's text; undefined when it cannot be read. */
export function policyIn(text: string | undefined): ApprovalPolicy | undefined {
  if (text === undefined) return undefined;
  const { value } = readYaml(text, { typed: true });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { policies } = value as { policies?: { approval?: unknown } };
  const stated = policies?.approval ?? 'off';
  return stated === 'off' || stated === 'warn' || stated === 'require' ? stated : undefined;
}

/**
 * The policy that a message is judged by.
 *
 * @param end the index of the commit that it is deployed from: what that commit brought is no longer in question
 * @param cameWithin whether a commit newer than the one at an index made the message what it is
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

/** The strictest policy that any message deployed from the commit at index `end` could be judged by. */
export function strictestUpTo(reigns: readonly Reign[], end: number): ApprovalPolicy {
  let strictest: ApprovalPolicy = 'off';
  for (const { policy, oldest } of reigns) {
    if (strictness[policy] > strictness[strictest]) strictest = policy;
    if (end <= oldest) break;
  }
  return strictest;
}
