/**
 * The name of a run: on GitHub made of the workflow run and attempt, elsewhere of the time, each with a random part.
 */
export function runId(env: Readonly<Record<string, string | undefined>>, now: Date, random: string): string {
  const { GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt = '1' } = env;
  // Two jobs of one workflow run can both be writers; the random part tells them apart.
  if (id) return `github-${id}-${attempt}-${random}`;
  return `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${random}`;
}
