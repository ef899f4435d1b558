import type { BadInput } from '../support/case.ts';
import { all, replace } from '../support/edits.ts';

const config = '.github/tenantry.yml';
const acme = 'tenants/acme/tenant.yaml';
const defaults = 'tenants/_defaults.yaml';

const mail = 'mail: { provider: local, options: { dialect: sendgrid } }';
const apps = 'apps: { provider: local, options: { dialect: braze } }';

/** The account for email at a vendor that has nothing else. */
const emailAlone = replace(config, mail, 'mail: { provider: sendgrid, credentials: { env: TENANTRY_MAIL } }');

/** What accounts cannot do, as their drivers say. */
export const accountCases: readonly BadInput[] = [
  {
    name: 'push messages in an account that has email alone',
    edit: all(emailAlone, replace(acme, 'push: { account: apps', 'push: { account: mail')),
    code: 'no-such-channel',
    at: `${acme}:7:20`,
    message: 'the account “mail” cannot send push messages: its vendor is sendgrid',
    fix: 'Use one that can: apps; or delete the line, and the tenant gets no push messages.',
    mend: replace(acme, 'push: { account: mail', 'push: { account: apps'),
  },
  {
    name: 'text messages in an account that has email alone, in a layer that tenants share',
    edit: all(
      emailAlone,
      replace(config, apps, 'apps: { provider: postmark, credentials: { env: TENANTRY_APPS } }'),
      replace(acme, 'push: { account: apps', 'email: { account: apps'),
      replace(defaults, 'email: { account: mail }', 'email: { account: mail }, sms: { account: mail }'),
    ),
    code: 'no-such-channel',
    at: `${defaults}:1:57`,
    message: 'the account “mail” cannot send text messages: its vendor is sendgrid',
    fix: 'No account in .github/tenantry.yml can send them: add one; or delete the line',
    mend: replace(defaults, ', sms: { account: mail }', ''),
  },
  {
    name: 'a project of Iterable that is not a number',
    edit: replace(config, apps, 'apps: { provider: iterable, credentials: { env: TENANTRY_APPS } }'),
    code: 'impossible-workspace',
    at: `${acme}:7:30`,
    message: 'in the account “apps”, "acme" cannot be the number of an Iterable project',
    fix: 'Use the number that Iterable shows in the project’s settings',
    mend: replace(acme, 'id: acme', 'id: "8575"'),
  },
  {
    name: 'a subuser of SendGrid with a character that no name has',
    edit: all(emailAlone, replace(acme, '  push:', '  email: { id: "a b" }\n  push:')),
    code: 'impossible-workspace',
    at: `${acme}:7:16`,
    message: 'in the account “mail”, "a b" cannot be the name of a SendGrid subuser',
    fix: 'Use the subuser’s username as SendGrid shows it',
    mend: replace(acme, 'a b', 'a-b'),
  },
];
