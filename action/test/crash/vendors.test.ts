import { describe, expect, it } from 'vitest';
import { randomNumbers } from './random.ts';
import { firstState, type State } from './vendor-repository.ts';
import * as scenes from './vendor-scene.ts';
import { type Vendor, vendors } from './vendors.ts';

/**
 * To look for trouble at more moments: TENANTRY_TEST_ROUNDS says how many emulators of each vendor are started and
 * deployed to, TENANTRY_TEST_SEED picks the moments.
 */
const rounds = Number(process.env.TENANTRY_TEST_ROUNDS ?? 1);
const seed = Number(process.env.TENANTRY_TEST_SEED ?? 20_261_123);

/** Every state there is: from each to the next something is to be created, changed or archived. */
const states: readonly State[] = [
  firstState,
  { words: 'Thanks', isWhole: true },
  { words: 'Thanks', isWhole: false },
  { words: 'Thank you', isWhole: false },
];

type Reached = ReadonlyMap<State, { readonly extent: scenes.Extent; readonly outcome: scenes.Outcome }>;

/** What a deployment that nobody kills leaves of each state, and what it takes to get there. */
async function goThrough(vendor: Vendor): Promise<Reached> {
  const scene = await scenes.startScene(vendor);
  const reached = new Map<State, { readonly extent: scenes.Extent; readonly outcome: scenes.Outcome }>();
  for (const state of states) {
    if (state !== firstState) scenes.change(scene, state);
    const extent = await scenes.measure(scene);
    reached.set(state, { extent, outcome: scenes.outcomeOf(scene) });
    scenes.expectNoTwins(scene);
  }
  await scenes.expectAllDone(scene);
  await scenes.endScene(scene);
  return reached;
}

/** A vendor's deployments, one killed after the other, by numbers that only look random. */
class Course {
  readonly #reached: Reached;
  readonly #random: () => number;
  kills = 0;

  constructor(reached: Reached, random: () => number) {
    this.#reached = reached;
    this.#random = random;
  }

  /** Deployments to an emulator of its own, the first of them to empty workspaces. */
  async run(vendor: Vendor): Promise<void> {
    const scene = await scenes.startScene(vendor);
    let state = firstState;
    for (let deployment = 0; deployment <= states.length; deployment++) {
      if (deployment > 0) {
        state = this.#otherThan(state);
        scenes.change(scene, state);
      }
      const story = [`to ${JSON.stringify(state)}`];
      try {
        state = await this.#deploy(scene, state, story);
      } catch (error) {
        if (error instanceof Error) error.message = `seed ${seed}, ${story.join(', ')}: ${error.message}`;
        throw error;
      }
    }
    await scenes.endScene(scene);
  }

  /** Some are killed again before they have found out what was done, and some find other files in front of them. */
  async #deploy(scene: scenes.VendorScene, to: State, story: string[]): Promise<State> {
    let state = to;
    for (let left = this.#pick([1, 1, 2, 2, 3]); left > 0; left--) {
      const kill = this.#moment(state);
      story.push(`killed at ${kill.at} ${kill.n}`);
      if (await scenes.deployKilled(scene, kill)) this.kills += 1;
      scenes.expectNoTwins(scene);
      if (this.#pick([false, false, false, true])) {
        state = this.#otherThan(state);
        story.push(`to ${JSON.stringify(state)}`);
        scenes.change(scene, state);
      }
    }
    expect(await scenes.deployCleanly(scene)).toEqual(this.#reached.get(state)?.outcome);
    await scenes.expectAllDone(scene);
    return state;
  }

  #moment(state: State): scenes.Kill {
    const { requests = 0, steps = 0 } = this.#reached.get(state)?.extent ?? {};
    const at = this.#pick(['step', 'request', 'carried-out', 'answer'] as const);
    return { at, n: 1 + Math.floor(this.#random() * (at === 'step' ? steps : requests)) };
  }

  #otherThan(state: State): State {
    return this.#pick(states.filter((one) => one !== state));
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }
}

// Most of the time goes into waiting for processes.
describe.concurrent.each(Object.entries(vendors).map(([name, vendor], index) => ({ name, vendor, index })))(
  'deployments through $name, with the ledger on a branch',
  ({ vendor, index }) => {
    it('are completed by the next when they are killed at random moments', { timeout: 900_000 * rounds }, async () => {
      const course = new Course(await goThrough(vendor), randomNumbers(seed + index));
      for (let round = 0; round < rounds; round++) await course.run(vendor);
      // How many moments come before a deployment's end depends on the machine; most do.
      expect(course.kills).toBeGreaterThan(0);
    });
  },
);
