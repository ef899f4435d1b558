import { exitCodes } from '../diagnostics/errors.ts';
import { styler } from '../diagnostics/style.ts';
import type { Status, StatusWorkspace } from '../generated/index.ts';
import type { Destination, LedgerReader } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { includesFormerTenant, includesTenant, isEverything, type Scope } from '../plan/scope.ts';
import { checkScope } from './check-scope.ts';
import { shortCommit } from './plan-text.ts';
import { openSession, type Session } from './session.ts';
import { count, table } from './text.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

/** Says what is deployed where, according to the ledger. */
export async function status(world: World, { scope }: CommonOptions): Promise<CommandResult> {
  const session = openSession(world);
  checkScope(scope, session);
  const ledger = await openLedger(session.repository.config.ledger, world).read();
  world.progress.end();
  const workspaces = ledger
    .destinations()
    .map((destination) => workspaceStatus(destination, ledger, session, scope))
    .filter((workspace) => workspace !== undefined);
  const holder = ledger.holder();
  const document: Status = {
    repository: session.repository.config.repository,
    commit: session.repository.commit,
    workspaces,
    unfinished: ledger.journals().map((journal) => journal.run),
    ...(holder && { holder: { ...holder } }),
  };
  const nothing = isEverything(scope)
    ? 'Nothing is deployed yet. Start with: npm run tenantry -- deploy'
    : 'Nothing is deployed for these tenants.';
  return { exitCode: exitCodes.done, document, text: statusText(document, nothing, world.colour) };
}

function workspaceStatus(
  destination: Destination,
  ledger: LedgerReader,
  { repository }: Session,
  scope: Scope,
): StatusWorkspace | undefined {
  const lines = [...(ledger.lines(destination)?.values() ?? [])].filter((line) => {
    const tenant = repository.tenants.get(line.tenant);
    return tenant ? includesTenant(scope, tenant) : includesFormerTenant(scope, line.tenant);
  });
  if (lines.length === 0) return undefined;
  const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
  return {
    ...destination,
    tenants: distinct(lines.map((line) => line.tenant)),
    messages: lines.length,
    unwanted: lines.filter((line) => line.unwantedSince !== undefined).length,
    commits: distinct(lines.map((line) => line.commit)),
    runs: distinct(lines.map((line) => line.run)),
  };
}

function statusText(
  { repository, commit, workspaces, unfinished, holder }: Status,
  nothing: string,
  colour: boolean,
): string {
  const style = styler(colour);
  const messages = workspaces.reduce((sum, workspace) => sum + workspace.messages, 0);
  const lines = [
    `${style('bold', repository)} at ${shortCommit(commit)}: ${count(messages, 'message')} deployed in ${count(workspaces.length, 'workspace')}`,
  ];
  if (workspaces.length === 0) lines.push('', nothing);
  else {
    const header = ['  workspace', 'tenant', 'messages', 'unwanted', 'from'];
    const rows = workspaces.map((w) => [
      `  ${w.account}/${w.workspace}`,
      w.tenants.join(', '),
      w.messages,
      w.unwanted,
      w.commits.map((id) => shortCommit(id)).join(', '),
    ]);
    lines.push('', table([header, ...rows]));
  }
  if (holder) {
    lines.push('', `Run ${holder.run} is writing (process ${holder.pid} on ${holder.host}, since ${holder.since}).`);
  }
  const dead = unfinished.filter((run) => run !== holder?.run);
  if (dead.length > 0)
    lines.push('', `Unfinished runs: ${dead.join(', ')}. The next deployment finishes what they left.`);
  return `${lines.join('\n')}\n`;
}
