import { loadRepository } from '../config/load.ts';
import type { Repository } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { openWorkingTree } from '../config/working-tree.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import { createKeys, type PairKeys } from '../plan/keys.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { todayAt } from '../plan/today.ts';
import { createRenderer, type Renderer } from '../template/render.ts';
import { channelErrors } from './account-channels.ts';
import { workspaceIdErrors } from './account-workspaces.ts';
import { openAccounts } from './accounts.ts';
import { diagnosticsDocument } from './diagnostics.ts';
import { expiredWarnings } from './expired.ts';
import { count } from './text.ts';
import { WaitNotes } from './wait-notes.ts';
import type { World } from './world.ts';

/** A loaded repository with everything that is computed from it. */
export interface Session {
  readonly snapshot: Snapshot;
  readonly repository: Repository;
  readonly renderer: Renderer;
  readonly keys: PairKeys;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /**
   * Problems found while loading, channels and workspaces that an account cannot have, and expired opt-outs and pins.
   */
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the working tree. Throws InvalidInput with every diagnostic when one of them is an error. */
export function openSession(world: World): Session {
  world.progress.step('Reading the repository');
  const session = loadSession(world, openWorkingTree(world.root));
  refuseErrors(session.diagnostics);
  return session;
}

/** Loads a snapshot as far as it is valid: what is not is reported in `diagnostics` and missing from the repository. */
export function loadSession(world: World, snapshot: Snapshot): Session {
  const { repository, diagnostics } = loadRepository(snapshot);
  const warnings = expiredWarnings(snapshot, repository, todayAt(world.now));
  const renderer = createRenderer(repository);
  const waits = new WaitNotes((text) => world.progress.note(text));
  const accounts = openAccounts(repository.config, {
    repository: repository.config.repository,
    root: world.root,
    credential: (name) => world.env[name],
    onSecret: world.mask,
    onWait: (wait) => waits.add(wait),
  });
  return {
    snapshot,
    repository,
    renderer,
    keys: createKeys(renderer),
    accounts,
    diagnostics: [
      ...diagnostics,
      ...channelErrors(snapshot, repository, accounts),
      ...workspaceIdErrors(snapshot, repository, accounts),
      ...warnings,
    ],
  };
}

/** Throws InvalidInput with all diagnostics when one of them is an error. */
export function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  const { errors } = diagnosticsDocument(diagnostics).summary;
  if (errors > 0) throw new InvalidInput(`the repository has ${count(errors, 'error')}`, { diagnostics });
}
