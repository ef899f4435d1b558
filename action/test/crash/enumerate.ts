import { expect } from 'vitest';
import {
  config,
  edit,
  type Files,
  ping,
  receipt,
  type StoreName,
  smallRepository,
} from '../deploy/small-repository.ts';
import { type ChildOptions, ended, startDeploy } from './child.ts';
import * as scenes from './scene.ts';

const policies = 'archiveGrace: 0d, maxArchives: 1';

/** A repository whose three workspaces have never been deployed to. */
export function firstDeployment(store: StoreName): scenes.Scene {
  return scenes.makeScene(store, (root) => edit(root, filesFor(store)));
}

/** Two workspaces in which messages are to be created, updated and archived, and one that is not there yet. */
export async function laterDeployment(store: StoreName): Promise<scenes.Scene> {
  const files = filesFor(store);
  const [cafe, text] = ['tenants/cafe/tenant.yaml', files['tenants/cafe/tenant.yaml']];
  const { [cafe]: _, ...others } = files;
  const scene = scenes.makeScene(store, (root) => edit(root, others));
  await scenes.deployCleanly(scene);
  const changes = {
    ...receipt('1.1.0', 'Receipt'),
    ...ping('matchLabels: { nobody: here }'),
    ...ping('all: true', 'code'),
  };
  scenes.change(scene, { ...changes, [cafe]: text });
  return scene;
}

/** A deployment that was killed half way, so that the next has to find out what it did. */
export async function killedHalfWay(store: StoreName, killAt: number): Promise<scenes.Scene> {
  const scene = await laterDeployment(store);
  expect(await ended(startDeploy(scenes.rootOf(scene), { killAt }))).toMatchObject({ signal: 'SIGKILL' });
  return scene;
}

function filesFor(store: StoreName): Files {
  return { ...smallRepository(store), '.github/tenantry.yml': config(store, policies) };
}

/**
 * Kills a deployment at each of its steps in turn, and lets another finish it: everything must end as if nothing had
 * happened, and nothing may be written twice. Returns the number of steps.
 *
 * With the ledger on a branch, only before anything that others can see. What is half done in between is a file of the
 * workspace, written in the same way wherever the ledger is.
 */
export async function killEverywhere(start: scenes.Scene): Promise<number> {
  const whole = scenes.copy(start);
  // In a process that ends by itself: that also fills the cache of compiled files for those that do not.
  expect(await ended(startDeploy(scenes.rootOf(whole)))).toMatchObject({ code: 0 });
  const wanted = scenes.outcomeOf(whole);
  scenes.expectLedgerAgrees(wanted);
  const isVisibleOnly = start.store === 'branch';
  let killAt = 0;
  do killAt += 1;
  while (await isKilled(start, { killAt, isVisibleOnly }, wanted));
  for (const scene of [start, whole]) scenes.discard(scene);
  return killAt - 1;
}

/** False when the deployment came to its end before that step. */
export async function isKilled(
  start: scenes.Scene,
  { killAt, isVisibleOnly = false }: Pick<ChildOptions, 'isVisibleOnly'> & { readonly killAt: number },
  wanted: scenes.Outcome,
): Promise<boolean> {
  const scene = scenes.copy(start);
  const { code, signal, stderr } = await ended(startDeploy(scenes.rootOf(scene), { killAt, isVisibleOnly }));
  try {
    expect(signal === 'SIGKILL' || code === 0, `exit ${code}\n${stderr}`).toBe(true);
    const before = scenes.vendorStamps(scene);
    expect(await scenes.deployCleanly(scene)).toEqual(wanted);
    scenes.expectNothingTwice(scene, before);
  } catch (error) {
    if (error instanceof Error) error.message = `killed at step ${killAt}: ${error.message}`;
    throw error;
  }
  scenes.discard(scene);
  return signal === 'SIGKILL';
}
