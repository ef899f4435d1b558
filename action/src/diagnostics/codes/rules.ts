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
    docs: 'No layer of the tenant says `locales: { default: … }`, or one takes it away.',
  },
  'no-account': {
    severity: 'error',
    title: 'A tenant’s workspace names no account.',
    docs: 'Neither the tenant nor a lower layer says which account the workspace is in.',
  },
  'no-sender-address': {
    severity: 'error',
    title: 'A sender has no address.',
    docs: 'Neither the tenant nor a lower layer says the address of this sender.',
  },
  'shared-workspace': {
    severity: 'error',
    title: 'Two tenants use one workspace.',
    docs: 'A workspace belongs to one tenant: that is how the vendor keeps their data, limits and brands apart. One tenant’s own channels may share one.',
  },
  'unknown-account': {
    severity: 'error',
    title: 'A workspace names an account that does not exist.',
    docs: 'Accounts are declared in `.github/tenantry.yml`.',
  },
  'no-such-channel': {
    severity: 'error',
    title: 'A workspace is in an account whose vendor does not send that kind of message.',
    docs: 'Some vendors have email alone, as the table in `action/docs/vendors/README.md` says. Put the tenant’s push and text messages into an account that has them, or name no workspace for them: the tenant then gets none.',
  },
  'impossible-workspace': {
    severity: 'error',
    title: 'A workspace has an id that its vendor cannot have.',
    docs: 'What an id looks like is each vendor’s own: a project’s number at Iterable, a server’s name or ID at Postmark, a subuser’s name at SendGrid, and at Braze the name that the workspace has in the bundle of keys. The vendor’s guide in `action/docs/vendors` says where to find it. Leave `id` out while the workspace is not there yet: nothing is deployed to it until it has one.',
  },
  'reserved-account': {
    severity: 'error',
    title: 'An account has a name that the ledger uses itself.',
    docs: 'The ledger keeps `journal`, `lock` and `routes` beside a folder for every account. Give the account another name.',
  },
  'data-mapping': {
    severity: 'error',
    title: 'An account gives all data one name.',
    docs: 'The key `*` of a mapping means every piece of data that has no key of its own, so its value must say with a `*` where that name goes: `"*": properties.*`.',
  },
  'unknown-group': {
    severity: 'error',
    title: 'A tenant is in a group that does not exist.',
    docs: 'A group is a file `tenants/_groups/<group>.yaml`.',
  },
  'unknown-template': {
    severity: 'error',
    title: 'A template is named that does not exist.',
    docs: 'Opt-outs, pins and a tenant’s strings name templates by the folder’s name.',
  },
  'unknown-tenant': {
    severity: 'error',
    title: 'A tenant is named that does not exist.',
    docs: 'Targets name tenants by the folder’s name.',
  },
  'unknown-version': {
    severity: 'error',
    title: 'A pin names a version that was not kept.',
    docs: 'A pinned version is a folder `templates/<template>/pinned/<version>/`; `tenantry pin` writes it.',
  },
  'unknown-locale': {
    severity: 'error',
    title: 'There are no strings for a tenant’s locale.',
    docs: 'Neither the locale nor any locale it falls back to has a single strings file. Add strings, or a fallback in `.github/tenantry.yml`.',
  },
  'unknown-label': {
    severity: 'warning',
    title: 'Targets ask for a label that no tenant has.',
    docs: 'They select nobody. Labels are matched by their exact name and value.',
  },
  'unknown-feature': {
    severity: 'warning',
    title: 'A template requires a feature that no tenant has.',
    docs: 'Features are the tenant variables `features.<name>`. Nobody gets the template.',
  },
  'unknown-string': {
    severity: 'error',
    title: 'A string is named that does not exist.',
    docs: '`overridable` names keys of the template’s own strings or of `templates/_strings`.',
  },
  'fallback-cycle': {
    severity: 'error',
    title: 'Locales fall back to one another in a circle.',
    docs: 'A string missing in all of them would be looked for without end.',
  },
  'jurisdiction-locale': {
    severity: 'error',
    title: 'A jurisdiction requires a locale that the tenant does not have.',
    docs: 'Québec’s Charter of the French Language requires commercial messages in French: a tenant in CA-QC needs the locale fr-CA.',
  },
  'former-id-in-use': {
    severity: 'error',
    title: 'A former id is the id of a tenant.',
    docs: '`formerly` lists ids that the tenant had before a rename. If a tenant of that id exists, what is deployed under it is that tenant’s.',
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
    docs: 'The account says in `options.messageTypes` which message types its projects have, by channel and category; the template’s topic is not among them. Without that option only a deployment finds out.',
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
    title: 'A tenant replaces a string that the template does not let it.',
    docs: 'The template’s `overridable` lists what tenants may say in their own words.',
  },
  'string-unused': {
    severity: 'warning',
    title: 'A tenant has strings for a locale or template it does not send.',
    docs: 'The file has no effect.',
  },
  'legal-partial': {
    severity: 'error',
    title: 'A partial below legal/ is overridden or pinned.',
    docs: 'Partials in `templates/_partials/legal/` are always the live ones, for everybody.',
  },
  'partial-unused': {
    severity: 'warning',
    title: 'A tenant’s partial overrides nothing and nothing uses it.',
    docs: 'Probably its name is misspelt. A tenant’s partial takes the place of the shared one of the same name.',
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
    docs: 'Waves are told apart by name in plans and approvals.',
  },
  'wave-unreachable': {
    severity: 'error',
    title: 'A wave comes after one that takes everybody.',
    docs: 'A wave with neither `targets` nor `share` takes every tenant that is left, and so must be the last.',
  },
} as const satisfies Record<string, CodeEntry>;
