import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { emulatedIterable, projectKey } from '../../src/emulators/iterable/iterable.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { engines } from '../oracle/support/engines.ts';
import { decodeEntities } from '../oracle/support/send.ts';
import { tenantry } from '../terminal/support/terminal.ts';
import { copyOfShipped, now, replaceIn, shippedMessages, shownForVendor, useAccount } from './shipped.ts';

const account = 'iterable-us';
const topics = ['Account', 'Deals', 'Loyalty', 'Onboarding', 'Orders', 'Reminders', 'Winback'];
const keyOf = (project: string) => projectKey('canary', project);
const engine = engines.find(({ dialect }) => dialect === 'iterable')!;

/** Where each field of a message is, by the path of its medium. */
const places: Readonly<Record<string, Readonly<Record<string, (template: JsonObject) => unknown>>>> = {
  email: {
    subject: ({ subject }) => subject,
    preheader: ({ preheaderText }) => preheaderText,
    html: ({ html }) => html,
    text: ({ plainText }) => plainText,
  },
  push: {
    title: ({ title }) => title,
    body: ({ message }) => message,
    link: ({ deeplink }) => (deeplink as JsonObject).ios,
  },
  sms: { body: ({ message }) => message },
};

let root: string;
let emulator: Emulator;
let projects: readonly string[];
let left: number;
let kill: () => void;
beforeEach(async () => {
  left = 0;
  kill = () => undefined;
  emulator = await startEmulator(emulatedIterable({ key: 'canary', topics }), {
    onExchange: ({ request }) => {
      if (request.method !== 'GET' && --left === 0) kill();
    },
  });
  root = copyOfShipped('iterable');
  useAccount(root, account, 'provider: iterable\n    credentials: { env: TENANTRY_ITERABLE_US }', emulator.url);
  // Those that move, with ids that no project can have.
  const tenants = readdirSync(join(root, 'tenants'))
    .sort()
    .filter((id) => {
      const file = join(root, `tenants/${id}/tenant.yaml`);
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return /^groups: .*\bnortheast\b/m.test(text) && text.includes(`email: { id: ${id} }`);
    });
  projects = tenants.map((_, index) => String(8001 + index));
  for (const [index, tenant] of tenants.entries()) {
    replaceIn(root, `tenants/${tenant}/tenant.yaml`, `email: { id: ${tenant} }`, `email: { id: "${projects[index]}" }`);
  }
  // One of them sends everything from its project.
  const own = `{ account: ${account}, id: "${projects[tenants.indexOf('sunnyside')]}" }`;
  replaceIn(root, 'tenants/sunnyside/tenant.yaml', /push: \{.*\}/, `push: ${own}`);
  replaceIn(root, 'tenants/sunnyside/tenant.yaml', /sms: \{.*\}/, `sms: ${own}`);
  for (const project of projects) emulator.vendor.addWorkspace(project);
});
afterEach(async () => {
  await emulator.close();
  rmSync(root, { recursive: true, force: true });
});

function deploy(keys = Object.fromEntries(projects.map((id) => [id, keyOf(id)]))) {
  return tenantry(['deploy', '--json', '--root', root, '--now', now], {
    env: { TENANTRY_ITERABLE_US: JSON.stringify(keys) },
    onStart: (child) => {
      kill = () => child.kill('SIGKILL');
    },
  });
}

const writes = () => emulator.requests.filter(({ method }) => method !== 'GET');

async function read(project: string, path: string): Promise<JsonObject> {
  const response = await fetch(`${emulator.url}${path}`, { headers: { 'api-key': keyOf(project) } });
  return (await response.json()) as JsonObject;
}

/** Every template of a project as the vendor's API returns it, with the path of its medium. */
async function templatesOf(project: string): Promise<{ channel: string; template: JsonObject }[]> {
  const found: { channel: string; template: JsonObject }[] = [];
  for (const [channel, medium] of [
    ['email', 'Email'],
    ['push', 'Push'],
    ['sms', 'SMS'],
  ] as const) {
    const { templates } = await read(project, `/api/templates?messageMedium=${medium}&pageSize=1000`);
    for (const { templateId } of templates as readonly JsonObject[]) {
      found.push({ channel, template: await read(project, `/api/templates/${channel}/get?templateId=${templateId}`) });
    }
  }
  return found;
}

/** Every message, read over the vendor's API and rendered, is what the preview shows, and is there once. */
async function expectAllAsShown(): Promise<{ channels: ReadonlySet<string>; renderings: number }> {
  const wanted = shippedMessages(root, account);
  const seen: string[] = [];
  const channels = new Set<string>();
  let renderings = 0;
  for (const project of projects) {
    for (const { channel, template } of await templatesOf(project)) {
      const at = `${project}/${template.clientTemplateId}`;
      seen.push(at);
      channels.add(channel);
      const { samples, shown } = wanted.get(at) ?? { samples: new Map<string, JsonObject>(), shown: () => undefined };
      const texts = shown()?.samples;
      for (const [name, { recipient = {}, event = {} }] of samples) {
        const data = { recipient: recipient as JsonObject, event: event as JsonObject, vendor: shownForVendor };
        for (const [field, place] of Object.entries(places[channel] ?? {})) {
          const sent = engine.render(String(place(template)), data);
          expect(decodeEntities(sent), `${at}, ${name}, ${field}`).toBe(decodeEntities(texts?.[name]?.[field] ?? ''));
        }
        renderings += 1;
      }
    }
  }
  expect(seen.sort()).toEqual([...wanted.keys()].sort());
  return { channels, renderings };
}

describe('the shipped repository at an emulated Iterable', () => {
  it('is deployed, is what the preview shows, and is changed where a string changes', async () => {
    const first = await deploy();
    expect(first, first.stdout + first.stderr).toMatchObject({ exitCode: 0 });
    const { channels, renderings } = await expectAllAsShown();
    expect(channels).toEqual(new Set(['email', 'push', 'sms']));
    expect(renderings).toBeGreaterThan(100);

    emulator.requests.length = 0;
    expect((await deploy()).exitCode).toBe(0);
    expect(emulator.requests).toEqual([]);

    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    const third = await deploy();
    expect(third, third.stderr).toMatchObject({ exitCode: 0 });
    expect(new Set(writes().map(({ path }) => path))).toEqual(new Set(['/api/templates/email/upsert']));
    await expectAllAsShown();
    for (const project of projects) expect(first.stdout + first.stderr + third.stdout).not.toContain(keyOf(project));
  });

  it('when killed while it writes, the next run completes it without twins', async () => {
    left = 9;
    expect((await deploy()).exitCode).toBeNull();
    const next = await deploy();
    expect(next, next.stdout + next.stderr).toMatchObject({ exitCode: 0 });
    await expectAllAsShown();
  });

  it('writes nothing where a key leads to another project', async () => {
    const [one = '', other = ''] = projects;
    const crossed = await deploy({ [one]: keyOf(other) });
    // A guard's refusal goes before the keys that are missing.
    expect(crossed.exitCode).toBe(6);
    expect(crossed.stdout).toContain(`${account}/${one} turns out to be ${account}/${other}`);
    expect(crossed.stdout + crossed.stderr).not.toContain(keyOf(other));
    expect(writes()).toEqual([]);
  });

  it('says what to create where a project is not prepared', async () => {
    const [one = '', other = ''] = projects;
    const headers = { 'api-key': keyOf(one) };
    await fetch(`${emulator.url}/api/snippets/tenantry`, { method: 'DELETE', headers });
    emulator.requests.length = 0;
    const ran = await deploy();
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain(`${account}/${one} has no snippet named “tenantry”`);
    const written = new Set(writes().map(({ workspace }) => workspace));
    expect(written).not.toContain(one);
    expect(written).toContain(other);
  });
});
