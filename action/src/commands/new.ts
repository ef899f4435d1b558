import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isId } from '../config/ids.ts';
import type { Channel } from '../config/model.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import { exitCodes, InvalidInput } from '../diagnostics/errors.ts';
import { makeFolder } from './make-folder.ts';
import { templateScaffold, tenantScaffold } from './scaffold.ts';
import { loadSession } from './session.ts';
import type { CommandResult, World } from './world.ts';

/** Writes the files of a new tenant: a draft, which is rendered for reviewers and deployed nowhere. */
export async function newTenant(world: World, { id, name }: { id: string; name?: string }): Promise<CommandResult> {
  const { repository } = loadSession(world, openWorkingTree(world.root));
  refuseId(id, 'tenant', [...repository.tenants.keys()]);
  const account = Object.keys(repository.config.accounts)[0];
  const files = tenantScaffold({ id, name: name ?? titled(id), ...(account !== undefined && { account }) });
  const next = [
    `Fill in ${files[0]!.path}, then look at it:`,
    `  npm run tenantry -- validate --tenant ${id}`,
    `  npm run tenantry -- preview --all --tenant ${id}`,
    'Set "status: active" when it is ready to be deployed.',
  ];
  return create(world, files, next);
}

/** Writes the files of a new template, whose targets name nobody yet. */
export async function newTemplate(
  world: World,
  { id, channel }: { id: string; channel: Channel },
): Promise<CommandResult> {
  const { repository } = loadSession(world, openWorkingTree(world.root));
  refuseId(id, 'template', [...repository.templates.keys()]);
  const locales = new Set([...repository.tenants.values()].flatMap((tenant) => tenant.locales));
  const files = templateScaffold({ id, name: titled(id), channel, locales: [...locales].sort() });
  const next = [
    `Write the message in ${dirname(files[0]!.path)}/, and say in template.yaml who gets it ("targets"). Then look at it:`,
    `  npm run tenantry -- preview --all --template ${id}`,
  ];
  return create(world, files, next);
}

function refuseId(id: string, what: string, taken: readonly string[]): void {
  if (!isId(id)) {
    throw new InvalidInput(`“${id}” cannot be a ${what}’s id`, {
      fix: 'Use lower-case letters, digits and single hyphens, 63 at most: corner-shop',
    });
  }
  if (taken.includes(id)) throw new InvalidInput(`there is already a ${what} “${id}”`, { fix: 'Choose another id.' });
}

function create(
  world: World,
  files: readonly { path: string; text: string }[],
  next: readonly string[],
): CommandResult {
  const existing = files.find(({ path }) => existsSync(join(world.root, path)));
  if (existing)
    throw new InvalidInput(`${existing.path} already exists`, { fix: 'Choose another id, or remove the file.' });
  for (const { path, text } of files) {
    makeFolder(dirname(join(world.root, path)));
    writeFileSync(join(world.root, path), text, { flag: 'wx' });
  }
  world.progress.end();
  const paths = files.map((file) => file.path);
  const text = `Written:\n${paths.map((path) => `  ${path}`).join('\n')}\n\n${next.join('\n')}\n`;
  return { exitCode: exitCodes.done, document: { written: paths }, text };
}

function titled(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
