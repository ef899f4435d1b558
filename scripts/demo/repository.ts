import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { loadRepository } from '../../action/src/config/load.ts';
import type { Channel, Repository, Tenant } from '../../action/src/config/model.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { exitCodes, UserError } from '../../action/src/diagnostics/errors.ts';
import { type DemoAccount, type Vendor, vendors } from './accounts.ts';

const shipped = join(import.meta.dirname, '../..');

/** The vendor that sends push and SMS for a tenant whose vendor only sends email. */
const elsewhere: Readonly<Partial<Record<Vendor, Vendor>>> = { sendgrid: 'braze', postmark: 'iterable' };

/** The first project number at Iterable, where projects have numbers as ids. */
const firstProject = 8001;

/** Copies this repository's tenants and templates into a folder, and initialises a git repository there. */
export function copyRepository(root: string): void {
  for (const path of ['.github/tenantry.yml', 'tenants', 'templates', '.gitignore']) {
    cpSync(join(shipped, path), join(root, path), { recursive: true });
  }
  git(root, 'init', '-q', '-b', 'main');
}

export function commitAll(root: string, message: string): void {
  git(root, 'add', '-A');
  git(root, '-c', 'user.name=Demo', '-c', 'user.email=demo@larder.example', 'commit', '-q', '-m', message);
}

/** Runs git in the copy, unaffected by variables and settings of the place where the demonstration was started. */
function git(root: string, ...args: string[]): void {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
  try {
    execFileSync('git', args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError(exitCodes.unexpected, 'git is not installed', 'Install git, and run this again.');
  }
}

/**
 * Distributes the tenants of a copy over the accounts, and creates their workspaces there: emails in turn, push and SMS
 * at the same vendor where it has the channel. Templates stay as they are.
 */
export function spread(root: string, accounts: readonly DemoAccount[]): void {
  const repository = loadRepository(openWorkingTree(root)).repository;
  writeAccounts(root, accounts);
  forgetGroups(root);
  const topics = [...new Set([...repository.templates.values()].map(({ metadata }) => metadata.topic))];
  const active = [...repository.tenants.values()].filter(({ status }) => status === 'active');
  for (const tenant of repository.tenants.values()) {
    const at = Math.max(0, active.indexOf(tenant));
    const vendor = vendors[at % vendors.length] ?? 'braze';
    const bindings = bindingsOf(tenant, vendor, String(firstProject + at));
    edit(root, tenant.file, ['workspaces'], bindings);
    if (tenant.status !== 'active') continue;
    for (const { account: name, id } of Object.values(bindings)) {
      const account = accounts.find((one) => one.vendor === name);
      if (!account || id === undefined) throw new Error(`${tenant.id} has no workspace`);
      account.tenants.set(id, tenant.id);
      account.emulator.vendor.addWorkspace(id, topics);
    }
  }
}

interface Binding {
  readonly account: Vendor;
  readonly id?: string;
}

/** The workspaces of a tenant, by channel. Only active tenants have workspace ids yet. */
function bindingsOf({ id, status, workspaces }: Tenant, vendor: Vendor, project: string): Record<string, Binding> {
  const bindings: Record<string, Binding> = {};
  for (const channel of Object.keys(workspaces) as Channel[]) {
    const account = channel === 'email' ? vendor : (elsewhere[vendor] ?? vendor);
    bindings[channel] = { account, ...(status === 'active' && { id: account === 'iterable' ? project : id }) };
  }
  return bindings;
}

function writeAccounts(root: string, accounts: readonly DemoAccount[]): void {
  const entries = accounts.map(({ vendor, variable, emulator }) => {
    const options = { ...(vendor === 'braze' && { instance: 'us-01' }), host: emulator.url };
    return [vendor, { provider: vendor, credentials: { env: variable }, options }];
  });
  edit(root, '.github/tenantry.yml', ['accounts'], Object.fromEntries(entries));
}

/** Removes workspaces from groups, because here each tenant states its own. */
function forgetGroups(root: string): void {
  const folder = 'tenants/_groups';
  for (const file of readdirSync(join(root, folder))) edit(root, `${folder}/${file}`, ['workspaces'], undefined);
}

/** Sets or removes a value in a YAML file. Comments stay. */
function edit(root: string, path: string, at: readonly string[], value: unknown): void {
  const file = join(root, path);
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (value === undefined) document.deleteIn(at);
  else document.setIn(at, document.createNode(value));
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}

/** Replaces a text in a file, and throws when the text is not there. */
export function replaceIn(root: string, path: string, from: string, to: string): void {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no “${from}”`);
  writeFileSync(file, text.replace(from, to));
}

/**
 * The sample that a message is shown with.
 *
 * @param message a name such as `receipt.en`
 */
export function sampleOf({ templates }: Repository, message: string) {
  const template = templates.get(message.slice(0, message.lastIndexOf('.')));
  return template?.samples.get('typical') ?? [...(template?.samples.values() ?? [])][0] ?? {};
}
