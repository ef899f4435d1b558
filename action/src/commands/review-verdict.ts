import type { Review, Risk, RiskCode } from '../review/review.ts';
import { count, thousands } from './text.ts';

/**
 * Says who is affected by a change, in the same words for the comment and the terminal:
 * `345 tenants change, 5 held, 2 excluded`.
 */
export function whoChanges({ tenants: { changing, held, excluded } }: Review['counts']): string {
  return [
    changing === 0 ? 'no tenant changes now' : `${count(changing, 'tenant')} ${changing === 1 ? 'changes' : 'change'}`,
    ...(held > 0 ? [`${thousands(held)} held`] : []),
    ...(excluded > 0 ? [`${thousands(excluded)} excluded`] : []),
  ].join(', ');
}

/**
 * `No message changes`, followed by what nobody should approve without understanding it: such risks must not stay
 * hidden.
 */
export function nothingChanges({ risks, incomplete }: Pick<Review, 'risks' | 'incomplete'>): string {
  const but = new Set(risks.filter(({ severity }) => severity === 'stop').flatMap(inShort));
  const known = incomplete === undefined ? 'changes' : 'is known to change';
  return `No message ${known}${but.size > 0 ? `, but ${[...but].join(' and ')}` : ''}`;
}

const dangers: Readonly<Record<Exclude<RiskCode, 'policy'>, string>> = {
  legal: 'legal text changes',
  unsubscribe: 'unsubscribing changes',
  links: 'links lead elsewhere',
  sender: 'a sender changes',
  contract: 'senders must send other runtime data',
  reach: 'the tenants reached change',
  archive: 'messages will be archived',
};

function inShort({ code, details }: Risk): string[] {
  if (code !== 'policy') return [dangers[code]];
  const isPolicy = (detail: string): boolean => detail.startsWith('policies.');
  return [
    ...(details.some(isPolicy) ? ['a policy is loosened'] : []),
    ...(details.every(isPolicy) ? [] : ['an account changes']),
  ];
}
