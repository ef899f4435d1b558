import type { DeployResult } from '../deploy/contract.ts';
import { styler } from '../diagnostics/style.ts';
import type { Deployment, Plan, UnapprovedPair } from '../generated/index.ts';
import { usualBranch } from '../ledger/open.ts';
import { causesOf, namedCauses, someOf } from './causes.ts';
import { diagnosticsText } from './diagnostics.ts';
import { shortCommit } from './plan-text.ts';
import type { Session } from './session.ts';
import { count, seconds, table } from './text.ts';
import type { World } from './world.ts';

/** Pairs on hold that are named one by one. */
const namedPairs = 30;

/** What a deployment did, for people: counts, what went wrong and why, where to look. */
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
    lines.push(`${what}${count(summary.unchanged, 'pair')} as they should be.`);
  } else lines.push(outcomes(document, result));
  // The plan's figures are what was done only where all of it was.
  if (changed > 0 && changed === summary.deployed + summary.archived) lines.push('', ...destinations(plan));
  lines.push(...trouble(document), ...held(plan), ...notApproved(document), ...nextStep(document));
  const isWritten = summary.deployed + summary.archived > 0;
  lines.push('', ...whereToLook(world, session, isWritten), style('dim', `Run ${result.run}, ${seconds(started)}.`));
  return `${lines.join('\n')}\n`;
}

/** Why nothing was written at all. */
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
  const adopted = messages.adopted > 0 ? `, ${count(messages.adopted, 'message')} found there already` : '';
  add('deployed', summary.deployed, `${count(messages.written, 'message')} written${adopted}`);
  add('archived', summary.archived, count(messages.archived, 'message'));
  add('failed', summary.failed, 'the next deployment tries them again');
  add('refused', summary.refused, 'by a guard');
  add('skipped', summary.skipped, 'the run was stopped; the next deployment writes them');
  add('held', summary.held, '');
  add('unchanged', summary.unchanged, '');
  return table(rows);
}

/** One line per account. */
function destinations({ workspaces }: Plan): string[] {
  const accounts = Map.groupBy(
    workspaces.filter((workspace) => workspace.writes + workspace.archives > 0),
    (workspace) => workspace.account,
  );
  return [...accounts].map(([account, list]) => {
    const [{ provider, dialect } = { provider: '', dialect: '' }] = list;
    const writes = list.reduce((sum, workspace) => sum + workspace.writes, 0);
    return `  ${account} (${provider}, ${dialect}): ${count(writes, 'message')} into ${count(list.length, 'workspace')}`;
  });
}

/** What went wrong, by cause: what a vendor does to twenty workspaces is one thing to read. */
function trouble({ pairs }: Deployment): string[] {
  const lines: string[] = [];
  for (const outcome of ['failed', 'refused'] as const) {
    const troubled = pairs.flatMap((pair) => (pair.outcome === outcome ? [{ ...pair, error: pair.error ?? '' }] : []));
    const causes = causesOf(troubled);
    for (const { error, of, workspaces } of causes.slice(0, namedCauses)) {
      const pairsOf = of.map(({ tenant, template }) => `${tenant}/${template}`);
      if (of.length === 1) lines.push(`  ${outcome}  ${pairsOf[0]}: ${oneLine(error)}`);
      else if (workspaces === 1) {
        lines.push(`  ${outcome}  ${count(of.length, 'pair')}: ${oneLine(error)}`, `    ${someOf(pairsOf, 'pair')}`);
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

/** What to do about what was not done; each cause says for itself what is to be mended. */
function nextStep({ pairs, refusals = [] }: Deployment): string[] {
  const left = pairs.filter(({ outcome }) => outcome === 'failed' || outcome === 'refused' || outcome === 'skipped');
  if (left.length === 0) return [];
  const keys = left.some(({ failure }) => failure === 'credentials');
  const isLost = refusals.some(({ code }) => code === 'ledger-lost');
  const mend =
    (keys ? 'put the keys right that are named above, then ' : '') +
    (isLost ? 'npm run tenantry -- ledger rebuild, then ' : '');
  const workspaces = new Set(left.map(({ account, workspace }) => `${account}/${workspace}`)).size;
  const what = `${count(left.length, 'pair')} in ${count(workspaces, 'workspace')}`;
  return ['', `Next: ${mend}npm run tenantry -- deploy      (it tries what is left, ${what})`];
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

function held({ pairs }: Plan): string[] {
  const rows = pairs
    .filter((pair) => pair.action === 'held' && !pair.reasons.some(({ code }) => code === 'unapproved'))
    .slice(0, namedPairs)
    .map(({ tenant, template, reasons }) => [
      '  held',
      `${tenant}/${template}`,
      reasons.map((r) => r.message).join('; '),
    ]);
  return rows.length === 0 ? [] : ['', table(rows)];
}

/** What nobody approved: pairs with the same reason together. */
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
    lines.push('  This runner’s disk is the vendor and the ledger: a demonstration that ends with the job.', '');
  }
  return lines;
}
