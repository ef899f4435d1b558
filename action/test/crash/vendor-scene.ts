import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import type { Json } from '../../src/digest.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { everything } from '../../src/plan/scope.ts';
import { worldOf } from '../deploy/run.ts';
import { edit } from '../deploy/small-repository.ts';
import { type ChildOptions, ended, startDeploy } from './child.ts';
import * as scenes from './scene.ts';
import { filesOf, type State, vendorRepository } from './vendor-repository.ts';
import type { Held, Vendor } from './vendors.ts';

/** Milliseconds that an answer takes: enough for several writes to be under way at any moment. */
const latency = 10;

/** An emulated vendor, and a repository that is deployed to it, with its ledger on a branch of its origin. */
export interface VendorScene {
  readonly vendor: Vendor;
  readonly emulator: Emulator;
  readonly scene: scenes.Scene;
  readonly env: Readonly<Record<string, string>>;
  /** Writes that the vendor would not carry out: what it has no room for, and what is there already. */
  readonly refused: readonly string[];
  /** Told when the vendor has carried out a request, before it is answered. */
  listener: () => void;
}

/**
 * When a process is killed: at the n-th step that changes a file or may move a ref, before the n-th request is sent,
 * when the vendor has carried out the n-th and not answered it, or with the n-th answer in hand.
 */
export interface Kill {
  readonly at: 'step' | 'request' | 'carried-out' | 'answer';
  readonly n: number;
}

/** What a deployment went through. */
export interface Extent {
  readonly requests: number;
  readonly steps: number;
}

/** What vendor and ledger hold, but for what differs from one scene to the next. */
export interface Outcome {
  /** What is sent, by `workspace/name`. */
  readonly live: Readonly<Record<string, Json>>;
  readonly ledger: ReadonlyMap<string, string>;
}

export async function startScene(vendor: Vendor): Promise<VendorScene> {
  const refused: string[] = [];
  const told = { listener: () => {} };
  const emulator = await startEmulator(vendor.create(), {
    rate: vendor.rate,
    onExchange({ request: { method, path }, reply }) {
      if (method !== 'GET' && reply.status >= 300) refused.push(`${method} ${path}: ${JSON.stringify(reply.body)}`);
      told.listener();
    },
  });
  await vendor.furnish(emulator);
  emulator.settings.latency = latency;
  const config = { ...vendor.config(emulator.url), credentials: { env: 'TENANTRY_VENDOR' } };
  const scene = scenes.makeScene('branch', (root) =>
    edit(root, vendorRepository(config, vendor.workspaces, vendor.channels)),
  );
  return Object.assign(told, { vendor, emulator, scene, env: { TENANTRY_VENDOR: vendor.credential }, refused });
}

export async function endScene({ emulator, scene }: VendorScene): Promise<void> {
  await emulator.close();
  scenes.discard(scene);
}

export function change({ scene, vendor }: VendorScene, state: State): void {
  scenes.change(scene, filesOf(vendor.channels, state));
}

/** Deploys in a process of its own, which must come to its end. */
export async function measure(world: VendorScene): Promise<Extent> {
  const countFile = join(world.scene.folder, 'count');
  world.emulator.requests.length = 0;
  expect(await run(world, { countFile })).toMatchObject({ code: 0 });
  return { requests: world.emulator.requests.length, steps: Number(readFileSync(countFile, 'utf8')) };
}

/** Deploys in a process that is killed; false when it came to its end before. */
export async function deployKilled(world: VendorScene, { at, n }: Kill): Promise<boolean> {
  const options: Record<Kill['at'], ChildOptions> = {
    step: { killAt: n },
    request: { killAtRequest: n },
    answer: { killAtAnswer: n },
    'carried-out': {},
  };
  const { code, signal, stderr } = await run(world, options[at], at === 'carried-out' ? n : undefined);
  expect(signal === 'SIGKILL' || code === 0, `exit ${code}\n${stderr}`).toBe(true);
  // What the dead process had sent before is read before this is.
  await fetch(`${world.emulator.url}/_emulator`);
  return signal === 'SIGKILL';
}

/** @param killAfter how many requests the vendor carries out before the process is killed */
async function run(world: VendorScene, options: ChildOptions, killAfter?: number): ReturnType<typeof ended> {
  const child = startDeploy(scenes.rootOf(world.scene), { ...options, env: world.env });
  let carriedOut = 0;
  world.listener = () => {
    carriedOut += 1;
    if (carriedOut === killAfter) child.kill('SIGKILL');
  };
  try {
    return await ended(child);
  } finally {
    world.listener = () => {};
  }
}

/** Deploys, and insists on a good end; returns what is there then. */
export async function deployCleanly(world: VendorScene): Promise<Outcome> {
  const options = { scope: everything, allowArchives: true, lockTimeout: 60 };
  const { exitCode, text } = await deploy(
    { ...worldOf(scenes.rootOf(world.scene)), env: { ...process.env, ...world.env } },
    options,
  );
  expect(exitCode, text).toBe(0);
  return outcomeOf(world);
}

/** Nothing is left of what was killed, nothing was refused, and another deployment asks the vendor for nothing. */
export async function expectAllDone(world: VendorScene): Promise<void> {
  expectNoTwins(world);
  scenes.expectFolded(world.scene);
  world.emulator.requests.length = 0;
  await deployCleanly(world);
  expect(world.emulator.requests).toEqual([]);
}

/** Whatever happened: one object of a name, at most one version to go back to, and nothing that was one too many. */
export function expectNoTwins(world: VendorScene): void {
  for (const [workspace, objects] of heldBy(world)) {
    const names = objects.map(({ name }) => name);
    expect(names, `objects of ${workspace}`).toEqual([...new Set(names)]);
    for (const { name, versions = [] } of objects) {
      expect(versions, `versions of ${workspace}/${name}`).toEqual([...new Set(versions)].slice(0, 2));
    }
  }
  expect(world.refused).toEqual([]);
}

export function outcomeOf(world: VendorScene): Outcome {
  const held = heldBy(world);
  const ledger = [...scenes.ledgerFiles(world.scene)].map(([path, text]) => [path, plain(text, held)] as const);
  const live = [...held].flatMap(([workspace, objects]) =>
    objects.flatMap((one) => (one.live === undefined ? [] : [[`${workspace}/${one.name}`, one.live] as const])),
  );
  return { live: Object.fromEntries(live), ledger: new Map(ledger) };
}

function heldBy({ vendor, emulator }: VendorScene): Map<string, Held[]> {
  return new Map(
    Object.values(vendor.workspaces).map((id) => [id, vendor.held(emulator.vendor.contents(id) ?? [])] as const),
  );
}

/** A ledger or route file with names of what the vendor holds for its ids, and without what is of one run or scene. */
function plain(text: string, held: ReadonlyMap<string, readonly Held[]>): string {
  const names = new Map(
    [...held].flatMap(([workspace, all]) => all.map(({ id, name }) => [id, `${workspace}/${name}`] as const)),
  );
  return text
    .replace(/"id": ?"([^"]+)"/g, (_, id: string) => `"id":"${names.get(id) ?? 'unknown'}"`)
    .replace(/"(run|commit|key)": ?"[^"]+"/g, '"$1":"any"');
}
