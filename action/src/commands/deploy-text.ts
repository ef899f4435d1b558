import type { DeployResult } from '../deploy/contract.ts';
import { styler } from '../diagnostics/style.ts';
import type { Deployment, Plan, PlannedWorkspace, UnapprovedPair } from '../generated/index.ts';
import { usualBranch } from '../ledger/open.ts';
import { causesOf, namedCauses, someOf } from './causes.ts';
import { diagnosticsText } from './diagnostics.ts';
import { shortCommit } from './plan-text.ts';
import type { Session } from './session.ts';
import { count, seconds, table } from './text.ts';
import type { World } from './world.ts';

/** What a deployment did, for people to read: counts, what went wrong and why, and where to look. */
export function deployText(about: {
  world: World;
  session: Session;
  plan: Plan;
  result: DeployResult;
  document: Deployment;
  started: number;
}): string {
  const { world, session, plan, result, document, started } = about;
  const style = styler(world.colour);
  const { tenants, templates } = session.repository;
  const { summary } = document;
  const lines = [
    `${diagnosticsText(session.diagnostics, session.snapshot, world.colour)}${style('bold', plan.repository)} at ${shortCommit(plan.commit)}: ${count(tenants.size, 'tenant')}, ${count(templates.size, 'template')}`,
    '',
  ];
  const changed = summary.deployed + summary.archived + summary.failed + summary.refused + summary.skipped;
  if (changed === 0) {
    const what = document.unapproved ? `Nothing written: ${count(summary.held, 'pair')} held, ` : 'Nothing to do: ';
    lines.push(`${what}${count(summary.unchanged, 'pair')} up to date.`);
  } else lines.push(outcomes(document, result));
  // The plan's figures describe what was done only if all of it was done.
  if (changed > 0 && changed === summary.deployed + summary.archived) lines.push('', ...destinations(plan));
  lines.push(...trouble(document), ...held(plan), ...notApproved(document), ...nextStep(document));
  const isWritten = summary.deployed + summary.archived > 0;
  lines.push('', ...whereToLook(world, session, isWritten), style('dim', `Run ${result.run}, ${seconds(started)}.`));
  return `${lines.join('\n')}\n`;
}

/** Why nothing at all was written, for people to read. */
export function refusedText(reasons: Plan['refusals'], colour: boolean): string {
  const style = styler(colour);
  const refusals = reasons.map(
    ({ code, message, fix }) => `${style('red', 'Refused')} (${code}): ${message}.\n  ${fix}\n`,
  );
  return `${refusals.join('\n')}\nNothing was written.\n`;
}

function outcomes({ summary }: Deployment, { messages }: DeployResult): string {
  const rows: (string | number)[][] = [];
  const add = (label: string, pairs: number, detail: string): void => {
    if (pairs > 0) rows.push([`  ${label}`, pairs, pairs === 1 ? 'pair' : 'pairs', detail]);
  };
  const adopted = messages.adopted > 0 ? `, ${count(messages.adopted, 'message')} already there` : '';
  add('deployed', summary.deployed, `${count(messages.written, 'message')} written${adopted}`);
  add('archived', summary.archived, count(messages.archived, 'message'));
  add('failed', summary.failed, 'the next deployment retries them');
  add('refused', summary.refused, 'by a guard');
  add('skipped', summary.skipped, 'the run was stopped; the next deployment writes them');
  add('held', summary.held, '');
  add('unchanged', summary.unchanged, '');
  return table(rows);
}

/** One line per account. */
function destinations({ workspaces }: Plan): string[] {
  const accounts = Map.groupBy(workspaces, (workspace) => workspace.account);
  return [...accounts].flatMap(([account, list]) => {
    const [{ provider, dialect }] = list as [PlannedWorkspace];
    const done = [doneIn(list, 'writes', 'into'), doneIn(list, 'archives', 'archived in')].filter(
      (part) => part !== '',
    );
    return done.length > 0 ? [`  ${account} (${provider}, ${dialect}): ${done.join(', ')}`] : [];
  });
}

function doneIn(list: readonly PlannedWorkspace[], what: 'writes' | 'archives', how: string): string {
  const touched = list.filter((workspace) => workspace[what] > 0);
  const messages = touched.reduce((sum, workspace) => sum + workspace[what], 0);
  return messages > 0 ? `${count(messages, 'message')} ${how} ${count(touched.length, 'workspace')}` : '';
}

/** What went wrong, grouped by cause: one thing that a vendor does to twenty workspaces is one thing to read. */
function trouble({ pairs }: Deployment): string[] {
  const lines: string[] = [];
  for (const outcome of ['failed', 'refused'] as const) {
    const troubled = pairs.flatMap((pair) => (pair.outcome === outcome ? [{ ...pair, error: pair.error ?? '' }] : []));
    const causes = causesOf(troubled);
    for (const { error, of, workspaces } of causes.slice(0, namedCauses)) {
      const pairsOf = of.map(({ tenant, template }) => `${tenant}/${template}`);
      if (workspaces === 1) {
        const place = `${of[0].account}/${of[0].workspace}`;
        const where = error.includes(place) ? '' : ` in ${place}`;
        const what = of.length === 1 ? pairsOf[0] : count(of.length, 'pair');
        lines.push(`  ${outcome}  ${what}${where}: ${oneLine(error)}`);
        if (of.length > 1) lines.push(`    ${someOf(pairsOf, 'pair')}`);
      } else {
        const places = [...new Set(of.map(({ account, workspace }) => `${account}/${workspace}`))];
        lines.push(`  ${outcome}  ${count(of.length, 'pair')} in ${count(workspaces, 'workspace')}: ${oneLine(error)}`);
        lines.push(`    ${someOf(places, 'workspace')}`);
      }
    }
    const more = causes.length - namedCauses;
    if (more > 0) lines.push(`  … and ${count(more, 'more cause')} (all of them: --json)`);
  }
  return lines.length > 0 ? ['', ...lines] : [];
}

/** What to do about the pairs that were not done; each cause says for itself how to fix it. */
function nextStep({ pairs, refusals = [] }: Deployment): string[] {
  const left = pairs.filter(({ outcome }) => outcome === 'failed' || outcome === 'refused' || outcome === 'skipped');
  if (left.length === 0) return [];
  const lost = refusals.filter(({ code }) => code === 'ledger-lost');
  const isLost = ({ error = '' }: Left): boolean => lost.some(({ message }) => error.startsWith(message));
  const wrong = left.filter((pair) => !comesBack(pair) && !isLost(pair));
  const mend = [
    ...(wrong.length === 0 ? [] : [wrong.every(isKey) ? keysFirst : 'fix the causes above']),
    ...(lost.length > 0 ? ['npm run tenantry -- ledger rebuild'] : []),
  ].map((step) => `${step}, then `);
  const workspaces = new Set(left.map(({ account, workspace }) => `${account}/${workspace}`)).size;
  const what = `${count(left.length, 'pair')} in ${count(workspaces, 'workspace')}`;
  return ['', `Next: ${mend.join('')}npm run tenantry -- deploy      (it deploys what is left, ${what})`];
}

const keysFirst = 'fix the keys named above';

type Left = Deployment['pairs'][number];

function isKey({ failure }: Left): boolean {
  return failure === 'credentials';
}

/** Whether trying again is all that is needed: vendors recover, and a stopped run is resumed. */
function comesBack({ outcome, failure }: Left): boolean {
  return outcome === 'skipped' || failure === 'unavailable' || failure === 'rate-limited';
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** What is held although nothing is wrong, grouped by reason. */
function held({ pairs }: Plan): string[] {
  const waiting = pairs.filter(
    (pair) => pair.action === 'held' && !pair.reasons.some(({ code }) => code === 'unapproved'),
  );
  const groups = Map.groupBy(waiting, ({ reasons }) => reasons.map(({ message }) => oneLine(message)).join('; '));
  const lines = [...groups].slice(0, namedCauses).flatMap(([reason, of]) => {
    const names = of.map(({ tenant, template }) => `${tenant}/${template}`);
    if (of.length === 1) return [`  held  ${names[0]}: ${reason}`];
    return [`  held  ${count(of.length, 'pair')}: ${reason}`, `    ${someOf(names, 'pair')}`];
  });
  const more = groups.size - namedCauses;
  if (more > 0) lines.push(`  … and for ${count(more, 'more reason')} (all of them: --json)`);
  return lines.length > 0 ? ['', ...lines] : [];
}

/** What nobody approved, grouped by reason. */
function notApproved({ unapproved = [] }: Deployment): string[] {
  const groups = Map.groupBy(unapproved, ({ policy, why, fix }) => `${policy} ${why} ${fix}`);
  return [...groups.values()].flatMap((pairs) => {
    const [{ policy, why, fix }] = pairs as [UnapprovedPair];
    const names = pairs.map(({ tenant, template }) => `${tenant}/${template}`);
    const label = policy === 'require' ? 'held' : 'warning';
    return [
      '',
      `  ${label}  ${count(pairs.length, 'pair')} not approved: ${why}. ${fix}.`,
      `    ${someOf(names, 'pair')}`,
    ];
  });
}

function whereToLook(world: World, { repository }: Session, isWritten: boolean): string[] {
  const local = Object.values(repository.config.accounts).some((account) => account.provider === 'local');
  const ledger = repository.config.ledger;
  const isBranch = ledger?.store === 'branch';
  const lines = [];
  if (local && isWritten) lines.push('  Look at the messages:  .tenantry/local/<account>/<workspace>/*.html');
  if (isWritten) {
    const place = isBranch ? `${ledger.branch ?? usualBranch}:` : '.tenantry/ledger/';
    lines.push(`  Routes for sending:    ${place}routes/<tenant>.json`, '');
  }
  if (local && !isBranch && world.env.CI) {
    lines.push(
      '  The vendor and the ledger are on this runner’s disk: this is a demonstration that ends with the job.',
      '',
    );
  }
  return lines;
}
