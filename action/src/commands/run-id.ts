/** Names a run: on GitHub by the workflow run and attempt, elsewhere by the time and something random. */
export function runId(env: Readonly<Record<string, string | undefined>>, now: Date, random: string): string {
  const { GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt = '1' } = env;
  // The job keeps apart two writers of one workflow run.
  if (id) return `github-${id}-${attempt}-${random}`;
  return `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${random}`;
}
