import type { Tenant } from '../config/model.ts';
import { assertIdentity } from '../deploy/visit.ts';
import { digestOf } from '../digest.ts';
import { unknownCommit } from '../ledger/committed.ts';
import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import { type OpenAccount, type Prepared, prepare } from '../plan/prepare.ts';
import { target } from '../plan/targets.ts';
import type { Today } from '../plan/today.ts';
import type { RemoteTemplate, WorkspaceReader } from '../providers/provider.ts';
import { isMessageName, remoteName } from '../providers/remote-name.ts';
import type { Session } from './session.ts';

/** A workspace to look into, and what is known about it. */
export interface Place {
  readonly destination: Destination;
  readonly open: OpenAccount;
  /** The id of the tenant that it belongs to. */
  readonly owner: string;
  /** Whether the ledger has a file for it, even a damaged one. */
  readonly isKnown: boolean;
  /** The lines that the ledger still has for it. */
  readonly known: Iterable<LedgerLine>;
}

export interface Rebuilt {
  readonly lines: LedgerLine[];
  /** How many objects had correct lines. */
  kept: number;
  /** How many objects are as the repository asks for now. */
  current: number;
  /** How many objects are from an earlier state, and recorded by what was read back. */
  earlier: number;
  /** How many messages on record have no object any more. */
  gone: number;
  readonly unattributed: { readonly name: string; readonly reason: string }[];
}

/** What a ledger line states where only the read-back is known: never equal to a real key, skeleton or commit. */
const unknown = { key: '0'.repeat(64), skeleton: '0'.repeat(64), commit: unknownCommit } as const;

/**
 * Makes the ledger lines for our messages in a workspace. A line that is true of its object stays. An object whose
 * marker is that of the present rendering is recorded as such, and any other by what is read back. Throws
 * ProviderError, also when the workspace turns out to be a different one.
 */
export async function rebuildWorkspace(
  place: Place,
  { session, today, run, signal }: { session: Session; today: Today; run: string; signal: AbortSignal | undefined },
): Promise<Rebuilt> {
  const workspace = place.open.account.workspace(place.destination.workspace);
  await assertIdentity(workspace, place.open, place.destination, signal);
  const { objects, ids } = await list(workspace, session.repository.config.repository, signal);
  const rebuilt: Rebuilt = { lines: [], kept: 0, current: 0, earlier: 0, gone: 0, unattributed: [] };
  const recorded = new Set<string>();
  for (const line of place.known) {
    const object = objects.get(line.id);
    if (!ids.has(line.id) && !named(line.name, objects)) rebuilt.gone += 1;
    if (!object || !carries(object, line.digest)) continue;
    objects.delete(object.id);
    recorded.add(line.name);
    rebuilt.lines.push(line);
    rebuilt.kept += 1;
  }
  const tenant = session.repository.tenants.get(place.owner);
  const messages = tenant && objects.size > 0 ? wantedMessages(session, tenant, place.open, today) : [];
  for (const { template, locale, key, prepared } of messages) {
    const { name, digest, skeleton } = prepared;
    const object = recorded.has(name) ? undefined : named(name, objects);
    if (!object || !carries(object, digest)) continue;
    objects.delete(object.id);
    recorded.add(name);
    const what = { key, digest, skeleton, name, id: object.id, remote: digest, commit: session.repository.commit };
    rebuilt.lines.push({ tenant: place.owner, template, locale, ...what, run });
    rebuilt.current += 1;
  }
  const names = namesOf(session, tenant, place.open);
  for (const object of objects.values()) {
    const { id, name } = object;
    const payload = await workspace.read(object, signal);
    const digest = payload && digestOf(payload);
    const parts = names.get(name) ?? partsOf(name);
    if (digest === undefined || !carries(object, digest)) {
      rebuilt.unattributed.push({ name, reason: 'it was changed at the vendor' });
    } else if (!parts) {
      rebuilt.unattributed.push({ name, reason: 'its name is not of the form <template>.<locale>' });
    } else if (recorded.has(name) || (payload?.name ?? name) !== name) {
      rebuilt.unattributed.push({ name, reason: `it is a copy of ${recorded.has(name) ? name : payload?.name}` });
    } else {
      recorded.add(name);
      rebuilt.lines.push({ tenant: place.owner, ...parts, ...unknown, digest, name, id, remote: digest, run });
      rebuilt.earlier += 1;
    }
  }
  return rebuilt;
}

/** Our objects by id, and the ids of all objects. */
async function list(
  workspace: WorkspaceReader,
  repository: string,
  signal: AbortSignal | undefined,
): Promise<{ objects: Map<string, RemoteTemplate>; ids: ReadonlySet<string> }> {
  const objects = new Map<string, RemoteTemplate>();
  const ids = new Set<string>();
  for await (const object of workspace.list(signal)) {
    ids.add(object.id);
    if (object.marker?.repository === repository) objects.set(object.id, object);
  }
  return { objects, ids };
}

/** The first object with a name: people can create others, with copies of our marker. */
function named(name: string, objects: ReadonlyMap<string, RemoteTemplate>): RemoteTemplate | undefined {
  return [...objects.values()].find((object) => object.name === name);
}

function carries({ marker }: RemoteTemplate, digest: string): boolean {
  return marker?.digest12 === digest.slice(0, 12);
}

/** The messages that the repository asks for in a tenant's workspaces at an account, rendered. */
function* wantedMessages(
  { repository, renderer, keys }: Session,
  tenant: Tenant,
  open: OpenAccount,
  today: Today,
): Generator<{ template: string; locale: string; key: string; prepared: Prepared }> {
  for (const template of repository.templates.values()) {
    const verdict = target(tenant, template, today);
    if (verdict.kind !== 'wanted' || verdict.binding.account !== open.account.name) continue;
    const key = keys(verdict.version, tenant, open);
    for (const locale of tenant.locales) {
      const prepared = prepare(renderer, open, verdict.version, tenant, locale);
      if (prepared.payload) yield { template: template.id, locale, key, prepared };
    }
  }
}

/** Every remote name that a template of the repository has in a locale of the tenant, wanted or not. */
function namesOf({ repository }: Session, tenant: Tenant | undefined, { provider }: OpenAccount) {
  const names = new Map<string, { template: string; locale: string }>();
  for (const template of repository.templates.keys()) {
    for (const locale of tenant?.locales ?? []) {
      names.set(remoteName(template, locale, provider.limits.nameLength), { template, locale });
    }
  }
  return names;
}

/** The template and locale in a remote name: identifies messages that are gone from the repository. */
function partsOf(name: string): { template: string; locale: string } | undefined {
  const [template, locale] = isMessageName(name) ? name.split('.') : [];
  return template === undefined || locale === undefined ? undefined : { template, locale };
}
