import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, type Session } from '../../src/commands/session.ts';
import { textsOf } from '../../src/commands/shown.ts';
import type { JsonObject } from '../../src/digest.ts';
import { destinationsOf } from '../../src/plan/destinations.ts';
import { prepare } from '../../src/plan/prepare.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import type { ShownTexts } from '../../src/review/review.ts';
import { worldOf } from '../deploy/run.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { repositoryRoot } from '../terminal/support/terminal.ts';

/** When all of this happens. */
export const now = '2026-11-23T12:00:00Z';

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

/** A message as it is deployed, and as the preview shows it. */
export interface ShippedMessage {
  readonly fields: Readonly<Record<string, string>>;
  readonly samples: ReadonlyMap<string, JsonObject>;
  shown(): ShownTexts | undefined;
}

/** Every message that an account is to hold, by `workspace/name`. */
export function shippedMessages(root: string, account: string): Map<string, ShippedMessage> {
  const session = sessionOf(root);
  const today = todayAt(new Date(now));
  const found = new Map<string, ShippedMessage>();
  for (const tenant of session.repository.tenants.values()) {
    for (const template of session.repository.templates.values()) {
      const verdict = target(tenant, template, today);
      if (tenant.status !== 'active' || verdict.kind !== 'wanted' || verdict.binding.account !== account) continue;
      const { id: workspace = tenant.id } = verdict.binding;
      const open = session.accounts.get(account);
      if (!open) continue;
      const { samples } = template;
      const side = { side: session, version: verdict.version, tenant, open };
      for (const locale of tenant.locales) {
        const prepared = prepare(session.renderer, open, verdict.version, tenant, locale);
        if (!prepared.payload) continue;
        const shown = () => textsOf(side, locale, samples);
        found.set(`${workspace}/${prepared.name}`, { fields: prepared.message.fields, samples, shown });
      }
    }
  }
  return found;
}
