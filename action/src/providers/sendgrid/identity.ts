import { isObject } from '../../json.ts';
import type { WorkspaceClient } from '../http/client.ts';
import { VendorError } from '../http/failure.ts';

/**
 * Finds out, by the vendor's own word, as which user calls on behalf of `workspace` act; undefined when the account has
 * no such subuser. `GET /v3/user/username` takes `on-behalf-of` and answers with the acting user's name (the vendor's
 * API description), so a header that is lost on the way shows as the parent's name.
 *
 * How SendGrid answers for a name that no subuser has is not documented. So after any refusal we ask the parent account
 * for its subusers of that name.
 */
export async function whoIs(
  client: WorkspaceClient,
  workspace: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const body = await client.call({ method: 'GET', route: '/v3/user/username', idempotent: true }, signal);
    if (isObject(body) && typeof body.username === 'string') return body.username;
    throw new VendorError('unavailable', 200, 'SendGrid does not say whose workspace this is. Deploy again later.');
  } catch (error) {
    if (!(error instanceof VendorError) || ![401, 403, 404].includes(error.status)) throw error;
    if (await exists(client, workspace, signal)) throw error;
    return undefined;
  }
}

/** Whether the account has a subuser of that name. Rejects with the vendor's refusal when the key may not ask. */
async function exists(client: WorkspaceClient, workspace: string, signal?: AbortSignal): Promise<boolean> {
  const query = { username: workspace, limit: 100 };
  const body = await client.call(
    { method: 'GET', route: '/v3/subusers', query, idempotent: true, unscoped: true },
    signal,
  );
  return Array.isArray(body) && body.some((one) => isObject(one) && one.username === workspace);
}
