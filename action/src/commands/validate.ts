import { openWorkingTree } from '../config/working-tree.ts';
import { exitCodes } from '../diagnostics/errors.ts';
import type { Validation } from '../generated/index.ts';
import { uncommittedPins } from './changed-pins.ts';
import { checkMessages } from './check.ts';
import { checkScope } from './check-scope.ts';
import { diagnosticsDocument, diagnosticsText } from './diagnostics.ts';
import { loadSession } from './session.ts';
import { count, seconds } from './text.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

/** Checks the repository's files and renders every message. Needs no network and no credentials. */
export async function validate(world: World, { scope }: CommonOptions): Promise<CommandResult> {
  const started = performance.now();
  world.progress.step('Reading the repository');
  const session = loadSession(world, openWorkingTree(world.root));
  checkScope(scope, session);
  const checked = checkMessages(world, session, scope);
  world.progress.end();
  const diagnostics = [...session.diagnostics, ...uncommittedPins(world.root, session.snapshot), ...checked.problems];
  const found = diagnosticsDocument(diagnostics);
  const { tenants, templates } = session.repository;
  const summary = { ...found.summary, tenants: tenants.size, templates: templates.size, messages: checked.messages };
  const document: Validation = { summary, diagnostics: found.diagnostics };
  const warnings = summary.warnings > 0 ? `, ${count(summary.warnings, 'warning')}` : '';
  const verdict =
    `${count(tenants.size, 'tenant')}, ${count(templates.size, 'template')}: ` +
    `${count(checked.messages, 'message')} of ${count(checked.pairs, 'pair')} rendered in ${seconds(started)}. ` +
    `${summary.errors > 0 ? count(summary.errors, 'error') : 'All valid'}${warnings}.`;
  return {
    exitCode: summary.errors > 0 ? exitCodes.invalid : exitCodes.done,
    document,
    text: `${diagnosticsText(diagnostics, session.snapshot, world.colour)}${verdict}\n`,
  };
}
