/** The prefix of claims. No message's name has two underscores in a row. */
const prefix = 'tenantry__';

/** The name of the content block by which a repository claims a workspace. */
export function claimName(repository: string): string {
  return `${prefix}${repository}`;
}

/** Whether a content block claims the workspace, for this repository or another. */
export function isClaim(label: string): boolean {
  return label.startsWith(prefix);
}
