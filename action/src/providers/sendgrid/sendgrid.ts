import type { Account as AccountConfig } from '../../config/model.ts';
import { InvalidInput } from '../../diagnostics/errors.ts';
import type { Json } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { dialects } from '../../template/dialects/registry.ts';
import { openAccount } from '../http/account.ts';
import type { Account, Limits, Provider, ProviderEnvironment } from '../provider.ts';
import { Memory } from './catalogue.ts';
import { encode, nameLength } from './payload.ts';
import { quota } from './versions.ts';
import { SendgridWorkspace } from './workspace.ts';

/**
 * SendGrid publishes no numbers for its rate limits: they vary by endpoint, and `X-RateLimit-*` on every response tells
 * them (twilio.com, “Rate limits”). It does not limit concurrent calls; their number is our own choice. The seconds per
 * call are from memory, unverified.
 */
const limits: Limits = {
  nameLength,
  concurrency: 4,
  callsAtOnce: 32,
  secondsPerCall: 0.2,
  // Creating a template and its version, and deleting the version that becomes superfluous.
  callsPerPut: 3,
  templates: quota.templates,
  source: 'github.com/twilio/sendgrid-oai (names); twilio.com/docs/sendgrid/api-reference (300 versions; rate limits)',
};

/** The host of each region: the servers in the vendor's API description. */
const origins = { global: 'https://api.sendgrid.com', eu: 'https://api.eu.sendgrid.com' } as const;

/**
 * Matches the name of a subuser that can be sent in a header as it is. Spaces are excluded: `on-behalf-of: account-id
 * …` means a customer account and would lead elsewhere. The length is from memory, unverified.
 */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;

/**
 * The driver for SendGrid, where a workspace is a subuser, reached with the parent's key and `on-behalf-of`, or with a
 * key of its own.
 */
export const sendgrid: Provider = {
  name: 'sendgrid',
  capabilities: {
    channels: ['email'],
    live: 'by-id',
    marker: true,
    archive: 'delete',
    createsWorkspaces: false,
  },
  limits,
  encode,
  open,
};

function open(name: string, config: AccountConfig, environment: ProviderEnvironment): Account {
  if (config.provider !== 'sendgrid') throw new TypeError(`“${name}” is no account at SendGrid`);
  return openAccount(name, config, environment, {
    vendor: 'SendGrid',
    dialect: dialects.sendgrid,
    origin: origins[config.options?.region ?? 'global'],
    limits,
    wordsOf,
    assertId,
    headers: ({ value, of }, workspace) => ({
      auth: { authorization: `Bearer ${value}` },
      // A subuser's own key acts as the subuser.
      scope: of === 'account' ? { 'on-behalf-of': workspace } : {},
    }),
    memory: () => new Memory(),
    bind: (binding) => new SendgridWorkspace(binding),
  });
}

function assertId(id: string): void {
  if (idPattern.test(id)) return;
  throw new InvalidInput(`${JSON.stringify(id)} cannot be the name of a SendGrid subuser.`, {
    fix: 'Use the subuser’s username as SendGrid shows it: letters, digits and . _ @ + -, at most 64.',
  });
}

/** The words of an error body `{ errors: [{ message, field }] }`: the vendor's API description, `ErrorResponse`. */
function wordsOf(body: Json): string | undefined {
  const errors = isObject(body) && Array.isArray(body.errors) ? body.errors : [];
  const words = errors.flatMap((error) => {
    if (!isObject(error) || typeof error.message !== 'string') return [];
    return [typeof error.field === 'string' ? `${error.field}: ${error.message}` : error.message];
  });
  return words.length === 0 ? undefined : words.join('; ');
}
