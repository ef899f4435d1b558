import type { Account as AccountConfig, Tenant } from '../../config/model.ts';
import { dialects } from '../../template/dialects/registry.ts';
import type { Message } from '../../template/render.ts';
import { dataMapping } from '../data-mapping.ts';
import { envelopeOf } from '../envelope.ts';
import type { Account, Payload, Provider, ProviderEnvironment } from '../provider.ts';
import { LocalWorkspace } from './workspace.ts';

const limits = {
  // A file name has at most 255 bytes on every common file system; some of them are kept for endings and temporary
  // names.
  nameLength: 200,
  concurrency: 4,
  secondsPerCall: 0.002,
  callsPerPut: 1,
  source: 'file systems: NAME_MAX is 255 on ext4, APFS and NTFS',
} as const;

/** The driver for the embedded vendor, where a workspace is a folder of plain files below `.tenantry/local/`. */
export const local: Provider = {
  name: 'local',
  capabilities: {
    channels: ['email', 'push', 'sms'],
    live: 'on-write',
    marker: true,
    archive: 'delete',
    createsWorkspaces: true,
  },
  limits,
  encode,
  open,
};

function encode(message: Message, tenant: Tenant): Payload {
  return { ...envelopeOf(message, tenant, limits.nameLength), fields: message.fields };
}

function open(name: string, account: AccountConfig, environment: ProviderEnvironment): Account {
  if (account.provider !== 'local') throw new TypeError(`“${name}” is no account of the embedded vendor`);
  const dialect = dialects[account.options.dialect];
  const { root, repository } = environment;
  return {
    name,
    dialect: dialect.id,
    data: dataMapping(dialect, account),
    workspace: (workspace) =>
      new LocalWorkspace({ root, repository, account: name, workspace, nameLength: limits.nameLength }),
  };
}
