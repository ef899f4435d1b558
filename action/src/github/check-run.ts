import type { Call, GitHubClient } from './client.ts';
import { GitHubError } from './github-error.ts';
import type { CheckReport } from './report-file.ts';

/** The name that branch protection can require. */
export const checkName = 'Tenantry';

/**
 * The name for a pull request to another branch. Check runs belong to commits: under the same name, a second pull
 * request with the same head would replace the check that the first one must not be merged without.
 */
export const elsewhereName = 'Tenantry, another branch';

/**
 * The name for a pull request whose head is a commit that a merge queue is trying. The queue's check of that commit is
 * about approvals, and a pull request's is not: neither green nor red may one be taken for the other.
 */
export const queuedName = 'Tenantry, commit of a merge queue';

/** Distinguishes our check runs from others of the same name. */
const externalId = 'tenantry:review';

/** The most annotations in one request. Source: GitHub’s API description, checks/create, `output.annotations`. */
const mostAnnotations = 50;

const permission = 'checks: write';
const checks = '/repos/{owner}/{repo}/check-runs';

/** A check run that has begun, and the user that its token writes as. */
export interface BegunCheck {
  readonly id: number;
  /** The login that comments written with this token have. */
  readonly login: string;
}

interface CheckRun extends BegunCheck {
  readonly url: string;
  readonly externalId: string;
  readonly annotations: number;
}

/**
 * Begins the check run of a commit; it is not green until `finishCheck`. The check run of an earlier run is reused
 * unless it has annotations, which cannot be taken back; then a new one of the same name replaces it.
 */
export async function beginCheck(
  client: GitHubClient,
  head: string,
  detailsUrl: string | undefined,
  name: string = checkName,
): Promise<BegunCheck> {
  const [before] = await ownChecks(client, head, name);
  const shared = { name, external_id: externalId, ...(detailsUrl && { details_url: detailsUrl }) };
  const state = { ...shared, status: 'in_progress' };
  if (before && before.annotations === 0) return await update(client, before.id, state);
  try {
    return await create(client, { ...state, head_sha: head });
  } catch (error) {
    if (!(error instanceof GitHubError && error.trouble === 'unavailable')) throw error;
    const [found] = await ownChecks(client, head, name);
    return found && found.id !== before?.id ? found : await create(client, { ...state, head_sha: head });
  }
}

/**
 * Completes a check run, and returns its address. Annotations are sent in batches; the conclusion is sent with the last
 * one, so that the check is never green too early.
 */
export async function finishCheck(client: GitHubClient, id: number, report: CheckReport): Promise<string> {
  const { conclusion, title, summary, text, annotations } = report;
  const output = { title, summary, ...(text !== '' && { text }) };
  const batches = batchesOf(annotations);
  const last = batches.pop() ?? [];
  for (const batch of batches) await update(client, id, { output: { ...output, annotations: batch } });
  const annotated = last.length > 0 ? { ...output, annotations: last } : output;
  const ended = await update(client, id, { status: 'completed', conclusion, output: annotated });
  return ended.url;
}

async function ownChecks(client: GitHubClient, head: string, name: string): Promise<CheckRun[]> {
  const call: Call = {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    parameters: { ref: head, check_name: name, filter: 'latest' },
    doing: 'list the check runs of the commit',
    permission,
  };
  const found = await client.list(call, (data) => {
    const { check_runs: runs } = (data ?? {}) as { check_runs?: unknown };
    return Array.isArray(runs) ? runs.flatMap((run) => checkRun(run) ?? []) : undefined;
  });
  return found.filter((run) => run.externalId === externalId).sort((one, other) => other.id - one.id);
}

async function create(client: GitHubClient, parameters: object): Promise<CheckRun> {
  const call = { route: `POST ${checks}`, parameters: { ...parameters }, doing: 'create the check run', permission };
  return await client.ask(call, checkRun);
}

async function update(client: GitHubClient, id: number, parameters: object): Promise<CheckRun> {
  const call = {
    route: `PATCH ${checks}/{check_run_id}`,
    parameters: { ...parameters, check_run_id: id },
    doing: 'update the check run',
    permission,
  };
  return await client.ask(call, checkRun);
}

function checkRun(data: unknown): CheckRun | undefined {
  const {
    id,
    html_url: url,
    external_id: external,
    app,
    output,
  } = (data ?? {}) as {
    id?: unknown;
    html_url?: unknown;
    external_id?: unknown;
    app?: { slug?: unknown } | null;
    output?: { annotations_count?: unknown };
  };
  if (typeof id !== 'number' || typeof app?.slug !== 'string') return undefined;
  return {
    id,
    url: typeof url === 'string' ? url : '',
    externalId: typeof external === 'string' ? external : '',
    annotations: Number(output?.annotations_count ?? 0),
    // An App writes as a user named after it, and no person can have such a name.
    login: `${app.slug}[bot]`,
  };
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += mostAnnotations) batches.push(items.slice(at, at + mostAnnotations));
  return batches;
}
