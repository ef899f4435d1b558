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

/** Who sends what a vendor of emails has no channel for. */
const elsewhere: Readonly<Partial<Record<Vendor, Vendor>>> = { sendgrid: 'braze', postmark: 'iterable' };

/** Projects at Iterable go by numbers. */
const firstProject = 8001;

/** Copies this repository's tenants and templates into a folder, and puts that under version control. */
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

/** What git is told where the demonstration is started, by variables or settings, is not for the copy. */
function git(root: string, ...args: string[]): void {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
  try {
    execFileSync('git', args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError(exitCodes.unexpected, 'there is no git on this machine', 'Install git, and start again.');
  }
}

/**
 * Spreads the tenants of a copy over the accounts, and makes the workspaces there: emails in turn, push and SMS at the
 * same vendor where it has the channel. Templates stay as they are.
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

/** Only what is active has a workspace yet. */
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

/** Each tenant says itself where it sends through. */
function forgetGroups(root: string): void {
  const folder = 'tenants/_groups';
  for (const file of readdirSync(join(root, folder))) edit(root, `${folder}/${file}`, ['workspaces'], undefined);
}

/** Sets a value in a YAML file, or takes it away. Comments stay. */
function edit(root: string, path: string, at: readonly string[], value: unknown): void {
  const file = join(root, path);
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (value === undefined) document.deleteIn(at);
  else document.setIn(at, document.createNode(value));
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}

/** Changes a text of a file, and insists that it is there. */
export function replaceIn(root: string, path: string, from: string, to: string): void {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no “${from}”`);
  writeFileSync(file, text.replace(from, to));
}

/** The sample that a template is shown with. */
export function sampleOf({ templates }: Repository, message: string) {
  const template = templates.get(message.slice(0, message.lastIndexOf('.')));
  return template?.samples.get('typical') ?? [...(template?.samples.values() ?? [])][0] ?? {};
}
