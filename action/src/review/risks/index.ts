import type { Risk } from '../review.ts';
import { archive } from './archive.ts';
import { contract } from './contract.ts';
import { legal } from './legal.ts';
import { links } from './links.ts';
import { nobody } from './nobody.ts';
import { policy } from './policy.ts';
import { reach } from './reach.ts';
import type { FindRisks, RiskInput } from './risk.ts';
import { sender } from './sender.ts';
import { standing } from './standing.ts';
import { unsubscribe } from './unsubscribe.ts';

/** All kinds of risk, gravest first: what matters more to customers and the law than to us. */
const all: readonly FindRisks[] = [
  policy,
  legal,
  unsubscribe,
  sender,
  links,
  contract,
  reach,
  standing,
  nobody,
  archive,
];

/** Finds everything dangerous in a change. */
export function risksOf(input: RiskInput): Risk[] {
  const risks = all.flatMap((find) => [...find(input)]);
  return [...risks.filter((risk) => risk.severity === 'stop'), ...risks.filter((risk) => risk.severity === 'look')];
}
