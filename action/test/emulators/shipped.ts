import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExpectedMessage, expectedMessages } from '../../../scripts/demo/expected.ts';
import { openSession, type Session } from '../../src/commands/session.ts';
import { destinationsOf } from '../../src/plan/destinations.ts';
import { todayAt } from '../../src/plan/today.ts';
import { worldOf } from '../deploy/run.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { repositoryRoot } from '../terminal/support/terminal.ts';

/** When all of this happens. */
export const now = '2026-11-23T12:00:00Z';

/** What the preview shows for the values that a vendor fills in. */
export const shownForVendor = {
  unsubscribe_url: 'https://vendor.example/unsubscribe',
  preferences_url: 'https://vendor.example/preferences',
  browser_url: 'https://vendor.example/browser',
};

/** The shipped repository in a folder of its own. */
export function copyOfShipped(name: string): string {
  const root = temporaryFolder(name);
  for (const path of ['.github/tenantry.yml', 'tenants', 'templates']) {
    cpSync(join(repositoryRoot, path), join(root, path), { recursive: true });
  }
  return root;
}

/** Changes a file, and insists that there was something to change. */
export function replaceIn(root: string, path: string, from: string | RegExp, to: string): void {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${path} has nothing to replace`);
  writeFileSync(file, changed);
}

/** Adds an account at an emulator, and gives the email of one group of tenants to it. */
export function useAccount(root: string, account: string, config: string, url: string): void {
  const entry = `  ${account}:\n    ${config}\n    options: { host: "${url}" }\n`;
  replaceIn(root, '.github/tenantry.yml', /^accounts:\n/m, `accounts:\n${entry}`);
  replaceIn(root, 'tenants/_groups/northeast.yaml', 'account: demo-sendgrid', `account: ${account}`);
}

function sessionOf(root: string): Session {
  return openSession(worldOf(root, { now }));
}

/** The workspaces that active tenants have at an account. */
export function shippedWorkspaces(root: string, account: string) {
  const session = sessionOf(root);
  const today = todayAt(new Date(now));
  return [...session.repository.tenants.values()]
    .filter(({ status }) => status === 'active')
    .flatMap((tenant) => destinationsOf(tenant, session, today))
    .filter(({ destination, provisioned }) => provisioned && destination.account === account)
    .map(({ destination }) => destination);
}

/** Every message that an account is to hold, by `workspace/name`. */
export function shippedMessages(root: string, account: string): Map<string, ExpectedMessage> {
  return expectedMessages(sessionOf(root), account, new Date(now));
}
