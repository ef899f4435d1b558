import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import { ledgerRebuild } from '../../src/commands/ledger-rebuild.ts';
import { plan } from '../../src/commands/plan.ts';
import type { Json, JsonObject } from '../../src/digest.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import type { Plan, Rebuilding } from '../../src/generated/index.ts';
import { everything } from '../../src/plan/scope.ts';
import { type Held, type Vendor, vendors } from '../crash/vendors.ts';
import { worldOf } from '../deploy/run.ts';
import { edit, type Files, temporaryFolder, tenant } from '../deploy/small-repository.ts';

/** What people do at a vendor to the message `receipt.en`, by the vendor's own API. */
interface Hands {
  headers(vendor: Vendor): Record<string, string>;
  /** Changes its subject, and leaves its marker. */
  edit(scene: Scene): Promise<void>;
  /** Takes its name, or its marker, away. */
  rename(scene: Scene): Promise<void>;
  /** Absent where the vendor cannot. */
  remove?(scene: Scene): Promise<void>;
  /** Makes another of the same content and marker. */
  copy(scene: Scene, name?: string): Promise<void>;
}

class Scene {
  readonly #vendor: Vendor;
  readonly #hands: Hands;
  readonly #emulator: Emulator;
  readonly #root = temporaryFolder('by-hand');

  constructor(vendor: Vendor, hands: Hands, emulator: Emulator) {
    this.#vendor = vendor;
    this.#hands = hands;
    this.#emulator = emulator;
    emulator.vendor.addWorkspace(this.#workspace, ['orders']);
    const account = { ...vendor.config(emulator.url), credentials: { env: 'TENANTRY_VENDOR' } };
    edit(this.#root, {
      '.github/tenantry.yml': `repository: by-hand
ledger: { store: directory }
accounts: ${JSON.stringify({ vendor: account })}
policies: { archiveGrace: 0d, maxArchives: 1 }
`,
      '.gitignore': '.tenantry/\n',
      'tenants/_defaults.yaml': 'timezone: UTC\n',
      'tenants/acme/tenant.yaml': tenant('Acme', { email: { account: 'vendor', id: this.#workspace } }),
    });
    this.#git('init', '-q');
    this.#git('config', 'user.name', 'Somebody');
    this.#git('config', 'user.email', 'somebody@example.com');
    this.commit({ ...says('receipt', 'First'), ...says('welcome', 'First') });
  }

  get #workspace(): string {
    return this.#vendor.workspaces.acme ?? '';
  }

  async call(method: string, path: string, body?: unknown): Promise<JsonObject> {
    const headers = { ...this.#hands.headers(this.#vendor), 'content-type': 'application/json' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(this.#emulator.url + path, init);
    const text = await response.text();
    expect(response.ok, text).toBe(true);
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  }

  contents(): Json {
    return this.#emulator.vendor.contents(this.#workspace) ?? [];
  }

  held(): Held[] {
    return this.#vendor.held(this.contents());
  }

  /** The object of a name. */
  named(name: string): Held | undefined {
    return this.held().find((one) => one.name === name);
  }

  commit(files: Files): void {
    edit(this.#root, files);
    this.#git('add', '-A');
    this.#git('commit', '-qm', 'Change');
  }

  /** Deploys; the exit code, what was said, and how many writes it took. */
  async deploy(): Promise<{ exitCode: number; text: string; writes: number }> {
    this.#emulator.requests.length = 0;
    const options = { scope: everything, allowArchives: true, lockTimeout: 60 };
    const { exitCode, text } = await deploy(this.#world(), options);
    return { exitCode, text, writes: this.#emulator.requests.filter(({ method }) => method !== 'GET').length };
  }

  /** Plans with a look into the workspace. */
  async plan(): Promise<Plan> {
    const options = { scope: everything, all: false, refresh: true, detailedExitcode: false };
    return (await plan(this.#world(), options)).document as Plan;
  }

  /** Rebuilds the ledger; from nothing but the workspace when it is `lost`. */
  async rebuild(lost: boolean): Promise<Rebuilding> {
    if (lost) rmSync(join(this.#root, '.tenantry'), { recursive: true });
    return (await ledgerRebuild(this.#world(), { scope: everything, lockTimeout: 60 })).document as Rebuilding;
  }

  async end(): Promise<void> {
    await this.#emulator.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  #world() {
    return { ...worldOf(this.#root), env: { ...process.env, TENANTRY_VENDOR: this.#vendor.credential } };
  }

  #git(...args: string[]): void {
    const { status, stderr } = spawnSync('git', args, { cwd: this.#root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

function says(id: string, words: string): Files {
  return {
    [`templates/${id}/template.yaml`]: `name: ${id}
version: 1.0.0
channel: email
category: transactional
topic: orders
targets: { all: true }
`,
    [`templates/${id}/subject.hbs`]: `${words} of {{tenant.name}}`,
    [`templates/${id}/html.hbs`]: `<html><body><p>${words} ${id}</p></body></html>\n`,
    [`templates/${id}/text.hbs`]: `${words} ${id}\n`,
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const keyOf = ({ credential, workspaces }: Vendor) =>
  (JSON.parse(credential) as Record<string, string>)[workspaces.acme ?? ''] ?? '';

interface SendgridTemplate {
  readonly id: string;
  readonly name: string;
  readonly versions: readonly (JsonObject & { readonly id: string; readonly active: number })[];
}
const atSendgrid = (scene: Scene) =>
  (scene.contents() as unknown as readonly SendgridTemplate[]).find(({ name }) => name === 'receipt.en')!;

const sendgrid: Hands = {
  headers: ({ credential, workspaces }) => ({ ...bearer(credential), 'on-behalf-of': workspaces.acme ?? '' }),
  async edit(scene) {
    const { id, versions } = atSendgrid(scene);
    const active = versions.find((one) => one.active === 1)!;
    await scene.call('PATCH', `/v3/templates/${id}/versions/${active.id}`, { name: active.name, subject: 'By hand' });
  },
  async rename(scene) {
    await scene.call('PATCH', `/v3/templates/${atSendgrid(scene).id}`, { name: 'Our receipt' });
  },
  async remove(scene) {
    await scene.call('DELETE', `/v3/templates/${atSendgrid(scene).id}`);
  },
  async copy(scene, name = 'receipt.en (copy)') {
    const { id } = await scene.call('POST', '/v3/templates', { name, generation: 'dynamic' });
    for (const { id: _, ...version } of atSendgrid(scene).versions) {
      await scene.call('POST', `/v3/templates/${id}/versions`, version);
    }
  },
};

const postmark: Hands = {
  headers: (vendor) => ({ 'x-postmark-server-token': keyOf(vendor) }),
  async edit(scene) {
    await scene.call('PUT', '/templates/receipt.en', { Subject: 'By hand' });
  },
  async rename(scene) {
    await scene.call('PUT', '/templates/receipt.en', { Alias: 'our-receipt' });
  },
  async remove(scene) {
    await scene.call('DELETE', '/templates/receipt.en');
  },
  async copy(scene, alias = 'receipt.en-1') {
    const { Name, Subject, HtmlBody, TextBody } = await scene.call('GET', '/templates/receipt.en');
    await scene.call('POST', '/templates', { Name, Alias: alias, Subject, HtmlBody, TextBody });
  },
};

const atIterable = (scene: Scene) =>
  (scene.contents() as readonly JsonObject[]).find(({ clientTemplateId }) => clientTemplateId === 'receipt.en')!;

const iterable: Hands = {
  headers: (vendor) => ({ 'api-key': keyOf(vendor) }),
  async edit(scene) {
    const { templateId } = atIterable(scene);
    await scene.call('POST', '/api/templates/email/update', { templateId, subject: 'By hand' });
  },
  async rename(scene) {
    const { templateId } = atIterable(scene);
    await scene.call('POST', '/api/templates/email/update', { templateId, name: 'Our receipt' });
  },
  async remove(scene) {
    await scene.call('POST', '/api/templates/bulkDelete', { ids: [atIterable(scene).templateId] });
  },
  async copy(scene, clientTemplateId = 'receipt-copy') {
    const { templateId: _, createdAt: __, updatedAt: ___, ...template } = atIterable(scene);
    await scene.call('POST', '/api/templates/email/upsert', { ...template, clientTemplateId });
  },
};

const atBraze = (scene: Scene) =>
  (scene.contents() as { readonly templates: readonly JsonObject[] }).templates.find(({ template_name: name }) =>
    String(name).startsWith('receipt.en'),
  )!;

const braze: Hands = {
  headers: (vendor) => bearer(keyOf(vendor)),
  async edit(scene) {
    const { email_template_id } = atBraze(scene);
    await scene.call('POST', '/templates/email/update', { email_template_id, subject: 'By hand' });
  },
  async rename(scene) {
    const { email_template_id } = atBraze(scene);
    await scene.call('POST', '/templates/email/update', { email_template_id, template_name: 'Our receipt' });
  },
  async copy(scene, name = `Copy of ${atBraze(scene).template_name}`) {
    const { subject, body, plaintext_body, preheader } = atBraze(scene);
    const copy = { template_name: name, subject, body, plaintext_body, preheader };
    await scene.call('POST', '/templates/email/create', copy);
  },
};

let scene: Scene;
afterEach(() => scene.end());

async function deployed(name: string, hands: Hands): Promise<void> {
  const vendor = vendors[name]!;
  scene = new Scene(vendor, hands, await startEmulator(vendor.create(), { rate: vendor.rate }));
  expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
}

/** What a message is to say from now on. */
const change = (words: string, ...ids: string[]) =>
  scene.commit(Object.assign({}, ...ids.map((id) => says(id, words))));

const all = Object.entries({ sendgrid, postmark, iterable, braze });

describe.each(all)('at %s', (name, hands) => {
  it('what people edit stays until the message changes, and a copy they make is theirs', async () => {
    await deployed(name, hands);
    const before = scene.held().map(({ id }) => id);
    await hands.copy(scene);
    await hands.edit(scene);
    const copy = scene.held().find(({ id }) => !before.includes(id));
    const expectCopy = () => expect(scene.held()).toContainEqual(copy);
    expect(copy?.live).toBeDefined();
    expect(await scene.plan()).toMatchObject({ summary: { update: 0, create: 0, archive: 0 }, refusals: [] });
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, writes: 0 });
    change('Second', 'welcome');
    expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(scene.named('receipt.en')?.live)).toContain('By hand');
    // The copy's marker is an older one now; twice, for the deployment after that sees it so.
    for (const words of ['Third', 'Fourth']) {
      change(words, 'receipt', 'welcome');
      expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
      expect(JSON.stringify(scene.named('receipt.en')?.live)).toContain(`${words} of Acme`);
      expectCopy();
    }
    scene.commit({ 'templates/receipt': undefined });
    expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    expect(scene.named('receipt.en')?.live).toBeUndefined();
    expectCopy();
  });

  it('what people rename holds up nothing else', async () => {
    await deployed(name, hands);
    const id = scene.named('receipt.en')?.id;
    await hands.rename(scene);
    expect(await scene.plan()).toMatchObject({ refusals: [] });
    change('Second', 'welcome');
    expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    change('Second', 'receipt');
    const { exitCode, text } = await scene.deploy();
    if (name === 'braze') {
      expect(exitCode).toBe(5);
      expect(text).toContain('has “Our receipt”, which does not carry the marker');
      expect(scene.named('receipt.en')).toBeUndefined();
    } else {
      expect(exitCode, text).toBe(0);
      expect(scene.named('receipt.en')?.id).toBe(id);
    }
  });
});

describe.each(all.filter(([, hands]) => hands.remove))('at %s', (name, hands) => {
  it('what people delete is made again with its next change', async () => {
    await deployed(name, hands);
    await hands.remove?.(scene);
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, writes: 0 });
    change('Second', 'receipt');
    expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(scene.named('receipt.en')?.live)).toContain('Second of Acme');
  });

  it('what people delete is made again at once where the ledger is rebuilt', async () => {
    await deployed(name, hands);
    await hands.remove?.(scene);
    expect(await scene.rebuild(false)).toMatchObject({ summary: { kept: 1, gone: 1 } });
    expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(scene.named('receipt.en')?.live)).toContain('First of Acme');
  });
});

describe.each(all.filter(([name]) => name === 'sendgrid' || name === 'postmark'))('at %s', (name, hands) => {
  it('a copy that people give the name of another message is said, with what to do', async () => {
    await deployed(name, hands);
    await hands.copy(scene, 'receipt-2.en');
    const copy = scene.named('receipt-2.en');
    change('Second', 'receipt');
    const { exitCode, text } = await scene.deploy();
    expect(exitCode).toBe(6);
    expect(text).toContain('receipt-2.en');
    expect(text).toContain('give the copy a name without a dot, or delete it');
    expect(scene.named('receipt-2.en')).toEqual(copy);
  });
});

describe('at sendgrid', () => {
  it('a copy of the same name is never written to, while the message is there', async () => {
    await deployed('sendgrid', sendgrid);
    await sendgrid.copy(scene, 'receipt.en');
    const copy = scene.held().at(-1);
    for (const words of ['Second', 'Third']) {
      change(words, 'receipt', 'welcome');
      expect(await scene.deploy()).toMatchObject({ exitCode: 0 });
    }
    expect(scene.held().at(-1)).toEqual(copy);
  });

  it.each([true, false])('copies are told from messages where the ledger is rebuilt (lost: %j)', async (lost) => {
    await deployed('sendgrid', sendgrid);
    for (const name of ['receipt.en', 'receipt-2.en', 'receipt.en 2']) await sendgrid.copy(scene, name);
    const { summary, unattributed } = await scene.rebuild(lost);
    expect(summary).toMatchObject(lost ? { current: 2, kept: 0, earlier: 0 } : { current: 0, kept: 2, earlier: 0 });
    expect(unattributed.map(({ name, reason }) => [name, reason])).toEqual([
      ['receipt.en', 'it is a copy of receipt.en'],
      ['receipt-2.en', 'it is a copy of receipt.en'],
      ['receipt.en 2', 'its name is not of the form <template>.<locale>'],
    ]);
  });

  it('what people have renamed stays on record where the ledger is rebuilt', async () => {
    await deployed('sendgrid', sendgrid);
    await sendgrid.rename(scene);
    expect(await scene.rebuild(false)).toMatchObject({ unattributed: [], summary: { kept: 2, gone: 0 } });
  });

  it('a version that people make live is left alone, and holds up nothing else', async () => {
    await deployed('sendgrid', sendgrid);
    const { id } = atSendgrid(scene);
    await scene.call('POST', `/v3/templates/${id}/versions`, { name: 'Mine', subject: 'By hand', active: 1 });
    change('Second', 'receipt', 'welcome');
    const { exitCode, text } = await scene.deploy();
    expect(exitCode).toBe(5);
    expect(text).toContain('activate our version there');
    expect(JSON.stringify(scene.named('receipt.en')?.live)).toContain('By hand');
    expect(JSON.stringify(scene.named('welcome.en')?.live)).toContain('Second');
  });
});
