import type { Json, Seed, StandIn } from './stand-in.ts';

export const seed: Seed = {
  owner: 'larder',
  repo: 'messaging',
  tokens: {
    job: 'github-actions[bot]',
    app: 'larder-previews[bot]',
    mona: 'mona',
    rita: 'rita',
    mallory: 'mallory',
  },
};

export const repository = `${seed.owner}/${seed.repo}`;

/** What a job of GitHub finds in its environment, apart from the event. */
export function gitHubEnvironment(url: string): Record<string, string> {
  return {
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: repository,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '4711',
  };
}

/** Opens a pull request of Mona’s; the emulator numbers it. */
export async function openPullRequest(github: StandIn, title = 'Shorten the receipt'): Promise<number> {
  const body = { title, head: `topic-${github.amendments.pulls.size + 1}`, base: 'main' };
  const pull = await github.as('mona', 'POST', `/repos/${repository}/pulls`, body);
  github.amendments.pulls.set(pull.number, {});
  return pull.number;
}

export async function commentOf(github: StandIn, token: string, number: number, body: string): Promise<Json> {
  return await github.as(token, 'POST', `/repos/${repository}/issues/${number}/comments`, { body });
}

/** Every comment of a pull request, the oldest first. */
export async function commentsOf(
  github: StandIn,
  number: number,
): Promise<{ author: string; body: string; id: number }[]> {
  const found: { author: string; body: string; id: number }[] = [];
  for (let page = 1; ; page++) {
    const path = `/repos/${repository}/issues/${number}/comments?per_page=100&page=${page}`;
    const comments = await github.as('mona', 'GET', path);
    for (const { id, user, body } of comments) found.push({ id, author: user.login, body });
    if (comments.length < 100) return found;
  }
}
