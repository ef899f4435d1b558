import { suggestion } from '../../diagnostics/suggest.ts';
import { versionFor } from '../deployable.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { TemplateVersion } from '../model.ts';
import type { Rule, RuleContext } from './rule.ts';

/**
 * Every topic that is sent through an account at Iterable has a message type there, as far as the account declares its
 * message types. Without that declaration only the projects know them, and a deployment would be refused by one project
 * after the other.
 */
export const messageTypes: Rule = ({ config, templates, tenants }) => {
  const found = new Map<string, Finding>();
  for (const { tenant } of tenants.values()) {
    for (const template of templates.values()) {
      const version = versionFor(tenant, template);
      const account = version && tenant.workspaces[version.channel]?.account;
      if (!version || account === undefined) continue;
      const key = `${version.file} ${account}`;
      const missing = found.has(key) ? undefined : missingAt(config, account, version);
      if (missing) found.set(key, missing);
    }
  }
  return [...found.values()];
};

function missingAt(config: RuleContext['config'], name: string, version: TemplateVersion): Finding | undefined {
  const account = config && Object.hasOwn(config.accounts, name) ? config.accounts[name] : undefined;
  const types = account?.provider === 'iterable' ? account.options?.messageTypes : undefined;
  if (!types) return undefined;
  const { channel } = version;
  const { category, topic } = version.metadata;
  const known = types[channel]?.[category] ?? [];
  if (known.includes(topic)) return undefined;
  const add = `Create the message type in each project, and add it to accounts.${name}.options.messageTypes.${channel}.${category} in ${configPath}.`;
  return finding(
    'no-message-type',
    valueAt(version.file, 'topic'),
    `the account ${name} has no message type for the topic “${topic}” of ${category} ${channel} messages`,
    [suggestion(topic, known), add].filter((part) => part !== undefined).join(' '),
  );
}
