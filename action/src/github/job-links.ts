/** The addresses of the job's log and of the guide for reviewers; absent outside GitHub. */
export function jobLinks(env: Readonly<Record<string, string | undefined>>): { log?: string; guide?: string } {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (!server || !repository || !run) return {};
  return {
    log: `${server}/${repository}/actions/runs/${run}`,
    // HEAD stands for the default branch, which is where the Action is.
    guide: `${server}/${repository}/blob/HEAD/action/docs/pull-requests.md`,
  };
}
