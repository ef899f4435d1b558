import type { Channel } from '../../src/config/model.ts';
import type { Json, JsonObject } from '../../src/digest.ts';
import { emulatedBraze, workspaceKey } from '../../src/emulators/braze/braze.ts';
import { emulatedIterable, projectKey } from '../../src/emulators/iterable/iterable.ts';
import type { Emulator } from '../../src/emulators/kernel.ts';
import { emulatedPostmark, serverToken } from '../../src/emulators/postmark/postmark.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import type { StoredTemplate } from '../../src/emulators/sendgrid/store.ts';
import type { RateSetting } from '../../src/emulators/settings.ts';
import type { EmulatedVendor, EmulatorClock } from '../../src/emulators/vendor.ts';
import { messagesOfOne, tenants } from './vendor-repository.ts';

/** What a workspace holds one of. */
export interface Held {
  /** The vendor's. */
  readonly id: string;
  /** Two of one name would be twins. */
  readonly name: string;
  /** What is sent of it, without what the vendor makes up; null for nothing, undefined for what is archived. */
  readonly live: Json | undefined;
  /** The markers of its versions, where the vendor has versions. */
  readonly versions?: readonly string[];
}

/** A vendor with room for the repository's messages, and where it has quotas for nothing more. */
export interface Vendor {
  readonly channels: readonly Channel[];
  /** Tenant to workspace. */
  readonly workspaces: Readonly<Record<string, string>>;
  create(): (clock: EmulatorClock) => EmulatedVendor;
  readonly rate: RateSetting | null;
  /** The account in the configuration, but for its credentials. */
  config(url: string): JsonObject;
  /** What the account's variable holds. */
  readonly credential: string;
  /** Makes the workspaces, with what is there before the first deployment. */
  furnish(emulator: Emulator): Promise<void>;
  held(contents: Json): Held[];
}

const secret = 'canary';
const named = Object.fromEntries(tenants.map((tenant) => [tenant, tenant]));
const numbered = Object.fromEntries(tenants.map((tenant, index) => [tenant, String(8575 + index)]));

function keys(workspaces: Readonly<Record<string, string>>, keyOf: (secret: string, id: string) => string): string {
  return JSON.stringify(Object.fromEntries(Object.values(workspaces).map((id) => [id, keyOf(secret, id)])));
}

async function addAll({ vendor }: Emulator, workspaces: Readonly<Record<string, string>>): Promise<void> {
  for (const id of Object.values(workspaces)) vendor.addWorkspace(id, ['orders']);
}

/** Versions that a workspace of SendGrid can have. */
const mostVersions = 300;

/** One workspace has no room for a second version of its messages, the others have room for as many as there may be. */
const sendgrid: Vendor = {
  channels: ['email'],
  workspaces: named,
  create: () => emulatedSendgrid({ parent: 'parent', keys: [secret] }),
  rate: null,
  config: (host) => ({ provider: 'sendgrid', options: { host } }),
  credential: secret,
  async furnish(emulator) {
    await addAll(emulator, named);
    const [full = ''] = tenants;
    const headers = {
      authorization: `Bearer ${secret}`,
      'on-behalf-of': full,
      'content-type': 'application/json',
    };
    const post = async (path: string, body: JsonObject): Promise<JsonObject> => {
      const made = await fetch(emulator.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await made.json()) as JsonObject;
    };
    const { id } = await post('/v3/templates', { name: 'By hand', generation: 'dynamic' });
    const add = () => post(`/v3/templates/${id}/versions`, { name: 'By hand', subject: 'Hello' });
    await Promise.all(Array.from({ length: mostVersions - messagesOfOne }, add));
  },
  held: (contents) =>
    (contents as unknown as readonly StoredTemplate[]).map(({ id, name, versions }) => {
      const active = versions.find((one) => one.active === 1);
      const { name: marker, subject, html_content: html, plain_content: text, test_data: data } = active ?? {};
      const ours = versions.map((one) => one.name).filter((one) => one.startsWith('tenantry:'));
      return { id, name, live: active ? JSON.stringify([marker, subject, html, text, data]) : null, versions: ours };
    }),
};

const postmark: Vendor = {
  channels: ['email'],
  workspaces: named,
  create: () => emulatedPostmark({ key: secret, templates: messagesOfOne }),
  rate: null,
  config: (host) => ({ provider: 'postmark', options: { host } }),
  credential: keys(named, serverToken),
  furnish: (emulator) => addAll(emulator, named),
  held: (contents) =>
    (contents as readonly JsonObject[]).map(({ TemplateId, Alias, ...live }) => ({
      id: String(TemplateId),
      name: String(Alias),
      live,
    })),
};

const iterable: Vendor = {
  channels: ['email', 'push', 'sms'],
  workspaces: numbered,
  create: () => emulatedIterable({ key: secret, capacity: messagesOfOne }),
  rate: null,
  config: (host) => ({ provider: 'iterable', options: { host } }),
  credential: keys(numbered, projectKey),
  furnish: (emulator) => addAll(emulator, numbered),
  held: (contents) =>
    (contents as readonly JsonObject[]).map(
      ({ templateId, clientTemplateId, createdAt: _, updatedAt: __, messageTypeId: ___, ...live }) => ({
        id: String(templateId),
        name: String(clientTemplateId),
        live,
      }),
    ),
};

const braze: Vendor = {
  channels: ['email', 'push', 'sms'],
  workspaces: named,
  create: () => emulatedBraze({ key: secret }),
  rate: { per: 'workspace', limit: 250_000, seconds: 3600 },
  config: (host) => ({ provider: 'braze', options: { instance: 'us-01', host } }),
  credential: keys(named, workspaceKey),
  furnish: (emulator) => addAll(emulator, named),
  held(contents) {
    const all = Object.values(contents as Readonly<Record<string, readonly JsonObject[]>>).flat();
    return all.map(
      ({ email_template_id, content_block_id, created_at: _, updated_at: __, last_edited: ___, ...rest }) => {
        const label = String(rest.template_name ?? rest.name);
        const isArchived = `${label} ${rest.description}`.includes('archived');
        return {
          id: String(email_template_id ?? content_block_id),
          // What is archived is taken up again, so it has no namesake either.
          name: label.replace(/^\(archived\) | tenantry:.*$/g, ''),
          live: isArchived ? undefined : rest,
        };
      },
    );
  },
};

export const vendors: Readonly<Record<string, Vendor>> = { sendgrid, postmark, iterable, braze };
