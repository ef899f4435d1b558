import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tenant } from '../config/model.ts';
import { exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import { target } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import { checkScope } from './check-scope.ts';
import { frozenFiles } from './frozen-files.ts';
import { makeFolder } from './make-folder.ts';
import { addPin } from './pin-text.ts';
import { openSession } from './session.ts';
import { count } from './text.ts';
import type { CommandResult, World } from './world.ts';

export interface PinOptions {
  readonly tenant: string;
  readonly template: string;
  /** The last day on which the pin applies, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly reason?: string;
}

/** Freezes the present version of a template in its `pinned/` folder, and pins a tenant to it. */
export async function pin(world: World, options: PinOptions): Promise<CommandResult> {
  const session = openSession(world);
  checkScope({ tenants: [options.tenant], templates: [options.template], labels: {} }, session);
  const tenant = session.repository.tenants.get(options.tenant)!;
  const template = session.repository.templates.get(options.template)!;
  refuseDate(options.until);
  refuseUnwanted(world, tenant, template);
  const { version } = template.metadata;
  const folder = `templates/${template.id}/pinned/${version}`;
  const files = frozenFiles(session, template, tenant);
  const fresh = [...files].filter(([path, bytes]) => isNew(world.root, `${folder}/${path}`, bytes, version));
  const pinned = addPin(Buffer.from(session.snapshot.read(tenant.file)).toString('utf8'), template.id, {
    version,
    ...(options.until !== undefined && { until: options.until }),
    ...(options.reason !== undefined && { reason: options.reason }),
  });
  for (const [path, bytes] of fresh) {
    const absolute = join(world.root, folder, path);
    makeFolder(dirname(absolute));
    writeFileSync(absolute, bytes, { flag: 'wx' });
  }
  // Written last: a pin without its version would be an error, while a version without a pin does no harm.
  writeFileSync(join(world.root, tenant.file), pinned);
  world.progress.end();
  const frozen =
    fresh.length > 0 ? `${count(fresh.length, 'file')} frozen in ${folder}/` : `${folder}/ already existed`;
  const written = [...fresh.map(([path]) => `${folder}/${path}`), tenant.file];
  const text = `${tenant.id} stays on ${template.id} ${version}: ${frozen}, and the pin is in ${tenant.file}.\nCommit both.\n`;
  return { exitCode: exitCodes.done, document: { version, written }, text };
}

function refuseDate(until: string | undefined): void {
  if (until === undefined) return;
  const date = new Date(`${until}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(until) && until.length === 10) return;
  throw new InvalidInput(`--until ${until} is not a date`, { fix: 'Write it as 2027-01-31.' });
}

/** Throws when the tenant does not get the template: pinning it would be a misunderstanding. */
function refuseUnwanted(world: World, tenant: Tenant, template: Parameters<typeof target>[1]): void {
  const verdict = target(tenant, template, todayAt(world.now));
  if (verdict.kind === 'unwanted') {
    throw new InvalidInput(`${tenant.id} does not get ${template.id}: ${verdict.reason.message}`, {
      fix: `See \`npm run tenantry -- explain ${tenant.id}/${template.id}\`.`,
    });
  }
}

/**
 * Whether a frozen file has to be written. A pinned version never changes, so different content under its name is
 * refused.
 */
function isNew(root: string, path: string, bytes: Uint8Array, version: string): boolean {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return true;
  if (Buffer.compare(readFileSync(absolute), bytes) === 0) return false;
  throw new InvalidInput(`${path} already has other content, and a pinned version never changes`, {
    fix: `Raise the version of the template (it is ${version}), and pin again.`,
  });
}
