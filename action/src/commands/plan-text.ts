import { dirname } from 'node:path';
import { styler } from '../diagnostics/style.ts';
import type { Plan, PlannedWorkspace } from '../generated/index.ts';
import { unknownCommit } from '../ledger/committed.ts';
import { liveOfBoth } from '../plan/live.ts';
import type { PlanOutput } from '../plan/plan.ts';
import { namedCauses } from './causes.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { Session } from './session.ts';
import { count, seconds, table } from './text.ts';

/** How many pairs are listed individually before the rest is only counted. */
const namedPairs = 20;

const liveness = {
  'on-write': 'live at once',
  'by-id': 'live with the next send',
  'by-reference': 'live when a campaign next copies it',
  'by-channel': 'email live when a campaign next copies it, push and SMS at once',
} as const;

const marks = { create: '+', update: '~', archive: '-', held: '!', unchanged: ' ' } as const;

/** A plan for people to read: what would change, where, why, and what it costs. */
export function planText(
  plan: Plan,
  about: {
    session: Session;
    output: PlanOutput;
    started: number;
    file: string | undefined;
    all: boolean;
    colour: boolean;
  },
): string {
  const { session, output, started, file, all, colour } = about;
  const style = styler(colour);
  const { tenants, templates } = session.repository;
  const problems = [...session.diagnostics, ...output.problems];
  const lines = [
    diagnosticsText(problems, session.snapshot, colour) +
      style('bold', `${plan.repository}`) +
      ` at ${shortCommit(plan.commit)}: ${count(tenants.size, 'tenant')}, ${count(templates.size, 'template')}`,
    '',
    summaryLine(plan),
  ];
  if (plan.pairs.length > 0) lines.push('', pairList(plan, all ? plan.pairs.length : namedPairs));
  const workspaces = workspaceList(plan);
  if (workspaces !== '') lines.push('', workspaces);
  const byFix = Map.groupBy(plan.refusals, ({ code, fix }) => `${code} ${fix}`);
  for (const refusals of byFix.values()) {
    const named = refusals.slice(0, namedCauses);
    lines.push('', ...named.map(({ code, message }) => `${style('red', 'Refused')} (${code}): ${message}.`));
    const more = refusals.length - named.length;
    if (more > 0) lines.push(`  … and ${count(more, 'more refusal')} (all of them: --json)`);
    lines.push(`  ${named[0]!.fix}`);
  }
  const { calls, seconds: forecast } = plan.forecast;
  if (calls > 0)
    lines.push('', `Forecast: ${count(calls, 'call')} to vendors, about ${Math.max(1, Math.ceil(forecast))} s.`);
  const { approval = 'off' } = session.repository.config.policies ?? {};
  if (approval !== 'off' && calls > 0) {
    lines.push('', `Approvals are checked when it is deployed (policies.approval: ${approval}).`);
  }
  if (file) lines.push('', `Plan written to ${file}. Deploy it: npm run tenantry -- deploy --plan ${dirname(file)}`);
  lines.push('', style('dim', `Planned in ${seconds(started)}.`));
  return `${lines.join('\n')}\n`;
}

/** `3 pairs to create, 1 pair to update, …`; always ends with the pairs that stay unchanged. */
export function summaryLine({ summary }: Pick<Plan, 'summary'>): string {
  const parts = (['create', 'update', 'archive'] as const)
    .filter((action) => summary[action] > 0)
    .map((action) => `${count(summary[action], 'pair')} to ${action}`);
  if (summary.held > 0) parts.push(`${summary.held} held`);
  parts.push(`${count(summary.unchanged, 'pair')} unchanged`);
  return `${parts.join(', ')}.`;
}

export function shortCommit(commit: string): string {
  if (commit === 'none') return 'a folder outside git';
  if (commit === unknownCommit) return 'an unknown commit';
  const [id, dirty] = commit.split('+');
  return `${id!.slice(0, 7)}${dirty ? ' with uncommitted changes' : ''}`;
}

function pairList({ pairs }: Plan, longest: number): string {
  const rows = pairs
    .slice(0, longest)
    .map((pair) => [
      `  ${marks[pair.action]} ${pair.tenant}/${pair.template}`,
      pair.messages.map((message) => message.locale).join(' '),
      pair.reasons.map((reason) => reason.message).join('; '),
    ]);
  const more = pairs.length - rows.length;
  return table(rows) + (more > 0 ? `\n  … and ${count(more, 'pair')} more (all of them: --all, or --json)` : '');
}

/** One line for each account with changes: how they go live, and how many writes and archives there are. */
function workspaceList({ workspaces }: Plan): string {
  const accounts = new Map<string, PlannedWorkspace & { readonly count: number }>();
  for (const one of workspaces) {
    if (one.writes + one.archives === 0) continue;
    const sum = accounts.get(one.account);
    accounts.set(one.account, {
      ...one,
      live: liveOfBoth(sum?.live, one.live),
      writes: (sum?.writes ?? 0) + one.writes,
      archives: (sum?.archives ?? 0) + one.archives,
      count: (sum?.count ?? 0) + 1,
    });
  }
  return [...accounts.values()]
    .map(({ account, provider, dialect, live, writes, archives, count: places }) => {
      const gone = archives > 0 ? ` and ${count(archives, 'archive')}` : '';
      const changes = `${count(writes, 'write')}${gone} in ${count(places, 'workspace')}`;
      return `  ${account} (${provider}, ${dialect}; ${liveness[live]}): ${changes}`;
    })
    .join('\n');
}
