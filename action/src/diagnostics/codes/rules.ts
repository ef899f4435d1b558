import type { CodeEntry } from '../code-entry.ts';

/** What can be wrong between files. */
export const ruleCodes = {
  'no-tenants': {
    severity: 'error',
    title: 'The repository has no tenant.',
    docs: 'An empty `tenants/` folder would mean that everything deployed is unwanted. Add one with `tenantry new tenant <id>`.',
  },
  'no-templates': {
    severity: 'error',
    title: 'The repository has no template.',
    docs: 'An empty `templates/` folder would mean that everything deployed is unwanted. Add one with `tenantry new template <id>`.',
  },
  'no-default-locale': {
    severity: 'error',
    title: 'A tenant has no default locale.',
    docs: 'No layer of the tenant sets `locales: { default: … }`, or a layer removes it.',
  },
  'no-account': {
    severity: 'error',
    title: 'A tenant’s workspace names no account.',
    docs: 'Neither the tenant nor a lower layer says which account the workspace is in.',
  },
  'no-sender-address': {
    severity: 'error',
    title: 'A sender has no address.',
    docs: 'Neither the tenant nor a lower layer sets the address of this sender.',
  },
  'shared-workspace': {
    severity: 'error',
    title: 'Two tenants use one workspace.',
    docs: 'A workspace belongs to one tenant: that is how the vendor keeps their data, limits and brands apart. The channels of one tenant may share a workspace.',
  },
  'unknown-account': {
    severity: 'error',
    title: 'A workspace names an account that does not exist.',
    docs: 'Accounts are declared in `.github/tenantry.yml`.',
  },
  'no-such-channel': {
    severity: 'error',
    title: 'A workspace is in an account whose vendor does not send that kind of message.',
    docs: 'Some vendors send only email; see the table in `action/docs/vendors/README.md`. For push and text messages, name a workspace in an account that sends them, or none: the tenant then gets no such messages.',
  },
  'impossible-workspace': {
    severity: 'error',
    title: 'A workspace has an id that is not possible at its vendor.',
    docs: 'Each vendor has its own kind of id: the number of a project at Iterable, the name or ID of a server at Postmark, the name of a subuser at SendGrid, and at Braze the name of the workspace in the bundle of keys. The vendor’s guide in `action/docs/vendors` says where to find it. Leave `id` out while the workspace does not exist yet: nothing is deployed to it until it has an id.',
  },
  'reserved-account': {
    severity: 'error',
    title: 'An account has a name that the ledger uses itself.',
    docs: 'The ledger keeps `journal`, `lock` and `routes` next to a folder for each account. Give the account another name.',
  },
  'data-mapping': {
    severity: 'error',
    title: 'A data mapping gives all data the same name.',
    docs: 'The key `*` of a mapping stands for all data without a key of its own, so its value must contain a `*` where the name of the data goes: `"*": properties.*`.',
  },
  'unknown-group': {
    severity: 'error',
    title: 'A tenant is in a group that does not exist.',
    docs: 'A group is a file `tenants/_groups/<group>.yaml`.',
  },
  'unknown-template': {
    severity: 'error',
    title: 'A reference names a template that does not exist.',
    docs: 'Opt-outs, pins and the strings of tenants refer to templates by folder name.',
  },
  'unknown-tenant': {
    severity: 'error',
    title: 'Targets name a tenant that does not exist.',
    docs: 'Targets refer to tenants by folder name.',
  },
  'unknown-version': {
    severity: 'error',
    title: 'A pin names a version that does not exist.',
    docs: 'A pinned version is a folder `templates/<template>/pinned/<version>/`; `tenantry pin` writes it.',
  },
  'unknown-locale': {
    severity: 'error',
    title: 'There are no strings for a tenant’s locale.',
    docs: 'Neither the locale nor any locale it falls back to has a strings file. Add strings, or a fallback in `.github/tenantry.yml`.',
  },
  'unknown-label': {
    severity: 'warning',
    title: 'Targets ask for a label that no tenant has.',
    docs: 'That label selects no tenant. Names and values of labels must match exactly.',
  },
  'unknown-feature': {
    severity: 'warning',
    title: 'A template requires a feature that no tenant has.',
    docs: 'Features are the tenant variables `features.<name>`. No tenant gets the template.',
  },
  'unknown-string': {
    severity: 'error',
    title: 'A template’s `overridable` names a string that does not exist.',
    docs: '`overridable` lists keys of the template’s own strings or of `templates/_strings`.',
  },
  'fallback-cycle': {
    severity: 'error',
    title: 'Locales fall back to one another in a circle.',
    docs: 'The search for a string that is missing in all of them would never end.',
  },
  'jurisdiction-locale': {
    severity: 'error',
    title: 'A jurisdiction requires a locale that the tenant does not have.',
    docs: 'Québec’s Charter of the French Language requires commercial messages in French: a tenant in CA-QC needs the locale fr-CA.',
  },
  'former-id-in-use': {
    severity: 'error',
    title: 'A former id is the id of an existing tenant.',
    docs: '`formerly` lists ids that the tenant had before a rename. If a tenant with that id exists, what is deployed under it belongs to that tenant.',
  },
  'former-id-twice': {
    severity: 'error',
    title: 'Two tenants claim the same former id.',
    docs: 'What is deployed under the former id can move to one tenant only.',
  },
  'no-sender': {
    severity: 'error',
    title: 'A tenant gets email of a category for which it has no sender.',
    docs: 'A marketing template needs `senders.marketing`, a transactional one `senders.transactional`, in the tenant or a lower layer.',
  },
  'no-message-type': {
    severity: 'error',
    title: 'A topic has no message type at Iterable.',
    docs: 'The account lists in `options.messageTypes` the message types of its projects, by channel and category; the template’s topic is not among them. Without that option, only a deployment would find this.',
  },
  'variable-missing': {
    severity: 'error',
    title: 'A tenant lacks a variable that a template requires.',
    docs: 'The template’s `variables` schema requires it. Give it a value in the tenant, a group or `_defaults.yaml`.',
  },
  'variable-invalid': {
    severity: 'error',
    title: 'A tenant variable does not fit a template’s schema.',
    docs: 'The value is not of the type, format or range that the template’s `variables` schema declares.',
  },
  'reserved-variable': {
    severity: 'error',
    title: 'A variable has a name that templates use for something else.',
    docs: 'The names of helpers and of `tenant`, `locale`, `recipient`, `event` and `vendor` cannot be variables at the root.',
  },
  'string-not-overridable': {
    severity: 'error',
    title: 'A tenant replaces a string that the template does not let tenants replace.',
    docs: 'The template’s `overridable` lists the strings that tenants may replace.',
  },
  'string-unused': {
    severity: 'warning',
    title: 'A tenant has strings for a locale or template it does not send.',
    docs: 'The file has no effect.',
  },
  'legal-partial': {
    severity: 'error',
    title: 'A partial below legal/ is overridden or pinned.',
    docs: 'Every tenant and every pinned version always uses the live partials in `templates/_partials/legal/`.',
  },
  'partial-unused': {
    severity: 'warning',
    title: 'A tenant’s partial overrides nothing and nothing uses it.',
    docs: 'Probably its name is misspelt. A tenant’s partial replaces the shared partial with the same name.',
  },
  'partial-name-taken': {
    severity: 'error',
    title: 'A layout and a partial have the same name.',
    docs: 'Templates call both by name, so a name can stand for one of them only.',
  },
  'invalid-date': {
    severity: 'error',
    title: 'A date does not exist.',
    docs: 'Dates are year-month-day: 2027-01-31.',
  },
  'date-order': {
    severity: 'error',
    title: 'A freeze ends before it begins.',
    docs: '`from` and `until` are both inclusive, in the tenant’s time zone.',
  },
  'invalid-timezone': {
    severity: 'error',
    title: 'A time zone does not exist.',
    docs: 'Time zones are named as in the IANA database: America/New_York, Europe/Paris, UTC.',
  },
  'invalid-address': {
    severity: 'error',
    title: 'An email address or sender name is not valid.',
    docs: 'An address is `local@domain`, without a display name; the name has a key of its own.',
  },
  'wave-twice': {
    severity: 'error',
    title: 'Two waves have the same name.',
    docs: 'Plans and approvals tell waves apart by name.',
  },
  'wave-unreachable': {
    severity: 'error',
    title: 'A wave comes after one that takes all remaining tenants.',
    docs: 'A wave with neither `targets` nor `share` takes all remaining tenants, so it must be the last.',
  },
} as const satisfies Record<string, CodeEntry>;
