import type { Account, TenantryConfig } from '../../config/model.ts';
import { canonicalJson, type Json, own } from '../../digest.ts';
import { archiveGraceOf, milliseconds } from '../../plan/archive.ts';
import type { Risk } from '../review.ts';
import { fewDetails, type RiskInput } from './risk.ts';

/**
 * Finds policies that are loosened, accounts that are added, removed or changed, and what else changes in
 * `.github/tenantry.yml`.
 */
export function* policy({ base, head }: RiskInput): Generator<Risk> {
  if (!base) return;
  const loosened = [...policies(base.config, head.config), ...accounts(base.config, head.config)];
  const others = [...newAccounts(base.config, head.config), ...otherChanges(base.config, head.config)];
  if (loosened.length > 0) {
    const message = 'policies are loosened, or accounts changed, in .github/tenantry.yml';
    yield { code: 'policy', severity: 'stop', message, details: fewDetails(loosened), changes: [] };
  }
  if (others.length > 0) {
    const message = 'accounts or deployment settings change in .github/tenantry.yml';
    yield { code: 'policy', severity: 'look', message, details: fewDetails(others), changes: [] };
  }
}

const strictness = ['off', 'warn', 'require'] as const;

function* policies(before: TenantryConfig, after: TenantryConfig): Generator<string> {
  const [{ policies: old = {} }, { policies: young = {} }] = [before, after];
  const [from, to] = [old.approval ?? 'off', young.approval ?? 'off'];
  if (strictness.indexOf(to) < strictness.indexOf(from)) yield `policies.approval: ${from} becomes ${to}`;
  const [share, newShare] = [old.maxArchives ?? 0.05, young.maxArchives ?? 0.05];
  if (newShare > share) yield `policies.maxArchives: ${share} becomes ${newShare}`;
  const [grace, newGrace] = [archiveGraceOf(before), archiveGraceOf(after)];
  if (milliseconds(newGrace) < milliseconds(grace)) yield `policies.archiveGrace: ${grace} becomes ${newGrace}`;
  for (const domain of young.links ?? []) if (!old.links?.includes(domain)) yield `policies.links: ${domain} is new`;
}

function* accounts(before: TenantryConfig, after: TenantryConfig): Generator<string> {
  if (before.repository !== after.repository) yield `repository: ${before.repository} becomes ${after.repository}`;
  for (const [name, old] of Object.entries(before.accounts)) {
    const young = own(after.accounts, name);
    if (!young) yield `account ${name} is removed`;
    else yield* memberChanges(`account ${name}`, old, young);
  }
}

function* memberChanges(what: string, before: object, after: object): Generator<string> {
  const old = leaves(before);
  const young = leaves(after);
  for (const path of new Set([...old.keys(), ...young.keys()])) {
    const [from = 'nothing', to = 'nothing'] = [old.get(path), young.get(path)];
    if (from !== to) yield `${what}: ${path} ${from} becomes ${to}`;
  }
}

function* newAccounts(before: TenantryConfig, after: TenantryConfig): Generator<string> {
  for (const [name, { provider, credentials }] of Object.entries(after.accounts)) {
    if (!own(before.accounts, name))
      yield `account ${name} is new (${provider}${credentials ? `, ${variableOf(credentials)}` : ''})`;
  }
}

function variableOf(credentials: NonNullable<Account['credentials']>): string {
  return 'env' in credentials ? credentials.env : credentials.identity.env;
}

/** Changes of what is neither a policy nor an account: ledger, waves, locales. */
function* otherChanges(before: TenantryConfig, after: TenantryConfig): Generator<string> {
  for (const member of ['ledger', 'waves', 'locales'] as const) {
    if (leavesText(before[member]) !== leavesText(after[member])) yield `${member} changes`;
  }
}

function leavesText(value: object | undefined): string {
  return canonicalJson(JSON.parse(JSON.stringify(value ?? null)) as Json);
}

function leaves(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return into.set(path, String(value));
  for (const [key, member] of Object.entries(value)) leaves(member, path === '' ? key : `${path}.${key}`, into);
  return into;
}
