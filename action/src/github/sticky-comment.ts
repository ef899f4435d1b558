import type { Call, GitHubClient } from './client.ts';
import { commentMarker } from './comment/comment.ts';
import { GitHubError } from './github-error.ts';

const permission = 'pull-requests: write';
const comments = '/repos/{owner}/{repo}/issues';

interface Comment {
  readonly id: number;
  readonly url: string;
}

/** A comment with what tells whether it is ours: it begins with our marker, and our own token's login wrote it. */
interface Listed extends Comment {
  readonly author: string;
  readonly body: string;
}

export interface OwnComment {
  readonly pullRequest: number;
  /** The login that our token writes as. */
  readonly login: string;
  /** It begins with our marker. */
  readonly body: string;
}

/**
 * Makes sure that a pull request has our one comment with this body: changes the existing one, or else writes one.
 * Somebody else's comment is never ours, whatever it says. Where concurrent runs left several, the oldest is kept.
 * @returns the comment's address
 */
export async function putComment(client: GitHubClient, { pullRequest, login, body }: OwnComment): Promise<string> {
  const own = await ownComments(client, pullRequest, login);
  const [oldest] = own;
  if (oldest) return await keepOne(client, oldest, own, body);
  const created = await createOrFind(client, pullRequest, login, body);
  // Another run may have found no comment at the same time.
  const after = await ownComments(client, pullRequest, login);
  const [first] = after;
  return first && after.length > 1 ? await keepOne(client, first, after, body) : created.url;
}

/**
 * Changes our comment if there is one, but never writes one.
 * @returns its address
 */
export async function correctComment(
  client: GitHubClient,
  { pullRequest, login, body }: OwnComment,
): Promise<string | undefined> {
  const own = await ownComments(client, pullRequest, login);
  const [oldest] = own;
  return oldest && (await keepOne(client, oldest, own, body));
}

async function ownComments(client: GitHubClient, pullRequest: number, login: string): Promise<Listed[]> {
  const call: Call = {
    route: `GET ${comments}/{issue_number}/comments`,
    parameters: { issue_number: pullRequest },
    doing: 'list the comments of the pull request',
    permission,
  };
  const all = await client.list(call, (data) => (Array.isArray(data) ? data.flatMap(listed) : undefined));
  return all
    .filter(({ author, body }) => author === login && body.startsWith(commentMarker))
    .sort((one, other) => one.id - other.id);
}

/** Creates the comment. Where it is unknown whether GitHub did so, looks for it before trying again. */
async function createOrFind(client: GitHubClient, pullRequest: number, login: string, body: string): Promise<Comment> {
  try {
    return await create(client, pullRequest, body);
  } catch (error) {
    if (!(error instanceof GitHubError && error.trouble === 'unavailable')) throw error;
    const [found] = await ownComments(client, pullRequest, login);
    return found ?? (await create(client, pullRequest, body));
  }
}

async function create(client: GitHubClient, pullRequest: number, body: string): Promise<Comment> {
  const route = `POST ${comments}/{issue_number}/comments`;
  const parameters = { issue_number: pullRequest, body };
  return await client.ask({ route, parameters, doing: 'write the comment', permission }, comment);
}

async function keepOne(client: GitHubClient, kept: Listed, own: readonly Listed[], body: string): Promise<string> {
  const route = `PATCH ${comments}/comments/{comment_id}`;
  const parameters = { comment_id: kept.id, body };
  const { url } = await client.ask({ route, parameters, doing: 'change the comment', permission }, comment);
  for (const { id } of own) if (id !== kept.id) await remove(client, id);
  return url;
}

async function remove(client: GitHubClient, id: number): Promise<void> {
  const route = `DELETE ${comments}/comments/{comment_id}`;
  try {
    const call = { route, parameters: { comment_id: id }, doing: 'remove a second comment', permission };
    await client.ask(call, () => true);
  } catch (error) {
    // The run that wrote it was quicker to remove it.
    if (!(error instanceof GitHubError && error.trouble === 'not-found')) throw error;
  }
}

function comment(data: unknown): Comment | undefined {
  const { id, html_url: url } = (data ?? {}) as { id?: unknown; html_url?: unknown };
  return typeof id === 'number' && typeof url === 'string' ? { id, url } : undefined;
}

function listed(data: unknown): Listed[] {
  const known = comment(data);
  const { user, body } = data as { user?: { login?: unknown } | null; body?: unknown };
  if (!known || typeof user?.login !== 'string' || typeof body !== 'string') return [];
  return [{ ...known, author: user.login, body }];
}
