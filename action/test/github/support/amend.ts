import type { Judgement, WireRequest } from './description.ts';
import type { Answer, Json } from './stand-in.ts';

/**
 * Where the emulator knows less than GitHub. Its pull requests do not follow their branches, and its commits are none
 * of a real repository, so that what a pull request's commits are is told here; a check run has no App, loses the
 * annotations of earlier requests, and is not found by commits that the emulator does not have. It calls rights as git
 * does (`push`), and knows of no timeline of pull requests.
 */
export interface Amendments {
  /** Properties of pull requests, by number, that are put over the emulator's. */
  readonly pulls: Map<number, Json>;
  /** Check runs by id, as GitHub would have them. */
  readonly checks: Map<number, Json>;
  /** Numbers of the pull requests that a commit came with. */
  readonly associated: Map<string, number[]>;
  /** What people may do, by login: `admin`, `write`, `read`. */
  readonly permissions: Map<string, string>;
  readonly tokens: Readonly<Record<string, string>>;
}

/** What GitHub would answer, of what the emulator does. */
export async function amended(
  request: WireRequest,
  { operation, path }: Judgement,
  amendments: Amendments,
  forward: (path?: string) => Promise<Answer>,
): Promise<Answer> {
  switch (operation) {
    case 'checks/create':
    case 'checks/update':
      return checkRun(request, amendments, await forward());
    case 'checks/list-for-ref':
      return listChecks(request, path.ref ?? '', amendments);
    case 'pulls/get': {
      const answer = await forward();
      return { ...answer, body: merged(answer.body, amendments.pulls.get(Number(path.pull_number)) ?? {}) };
    }
    case 'repos/list-pull-requests-associated-with-commit':
      return { status: 200, body: await pullsOf(path, amendments, forward) };
    case 'repos/get-collaborator-permission-level': {
      const permission = amendments.permissions.get(path.username ?? '') ?? 'read';
      const { body: user } = await forward(`/users/${path.username}`);
      return { status: 200, body: { permission, role_name: permission, user } };
    }
    case 'issues/list-events-for-timeline':
      return { status: 200, body: [] };
    default:
      return await forward();
  }
}

function checkRun({ body, headers }: WireRequest, { checks, tokens }: Amendments, answer: Answer): Answer {
  if (answer.status >= 300) return answer;
  const given = JSON.parse(body);
  const before = checks.get(answer.body.id);
  const annotations = [...(before?.annotations ?? []), ...(given.output?.annotations ?? [])];
  const login = tokens[String(headers.authorization).replace(/^\w+ /, '')] ?? '';
  const app = before?.app ?? { id: login.length, slug: login.replace(/\[bot\]$/, ''), name: login };
  const run = { ...answer.body, app };
  run.output = { ...run.output, annotations_count: annotations.length };
  checks.set(run.id, { ...run, annotations });
  return { ...answer, body: run };
}

function listChecks({ url }: WireRequest, ref: string, { checks }: Amendments): Answer {
  const query = new URL(url, 'http://github.test').searchParams;
  const name = query.get('check_name');
  const found = [...checks.values()]
    .filter((run) => run.head_sha === ref && (name === null || run.name === name))
    .map(({ annotations: _, ...run }) => run)
    .reverse();
  return { status: 200, body: { total_count: found.length, check_runs: found } };
}

async function pullsOf(
  { owner, repo, commit_sha: sha = '' }: Judgement['path'],
  { associated, pulls }: Amendments,
  forward: (path?: string) => Promise<Answer>,
): Promise<Json[]> {
  const found: Json[] = [];
  for (const number of associated.get(sha) ?? []) {
    const { body } = await forward(`/repos/${owner}/${repo}/pulls/${number}`);
    found.push(merged(body, pulls.get(number)));
  }
  return found;
}

/** Objects go into objects; anything else replaces. */
function merged(base: Json, more: Json): Json {
  const isObject = (value: Json): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject(base) || !isObject(more)) return more;
  const entries = Object.entries(more).map(([key, value]) => [key, merged(base[key], value)]);
  return { ...base, ...Object.fromEntries(entries) };
}
