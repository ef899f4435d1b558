/** Two underscores: no message's name has them. */
const prefix = 'tenantry__';

/** The name of the content block that says whose workspace this is to a repository. */
export function claimName(repository: string): string {
  return `${prefix}${repository}`;
}

/** Whether a content block says whose workspace this is, to this repository or another. */
export function isClaim(label: string): boolean {
  return label.startsWith(prefix);
}
