import {
  bearerOf,
  type Caller,
  type EmulatedVendor,
  type EmulatorClock,
  type Reply,
  type VendorRequest,
} from '../vendor.ts';
import { errorBody, failure } from './reply.ts';
import { blockRules, templateRules } from './rules.ts';
import { shelf } from './shelves.ts';
import { WorkspaceStore } from './store.ts';

const refused = failure(401, 'Invalid API key');

/** The key of an emulated Braze workspace, derived from the key that the emulator was started with. */
export function workspaceKey(key: string, workspace: string): string {
  return `${key}-for-${workspace}`;
}

/**
 * An emulated Braze, where each workspace is reached with a key of its own and nothing else: there is no key for all of
 * them. From memory, unverified: the words for a wrong key, and the statuses of refusals.
 *
 * @param key what the keys of the workspaces are derived from; it is not a valid key itself
 */
export function emulatedBraze({ key }: { readonly key: string }): (clock: EmulatorClock) => EmulatedVendor {
  return (clock) => new Braze(key, clock);
}

class Braze implements EmulatedVendor {
  readonly name = 'braze';
  readonly tellsLimits = true;
  readonly #key: string;
  readonly #clock: EmulatorClock;
  readonly #workspaces = new Map<string, WorkspaceStore>();

  constructor(key: string, clock: EmulatorClock) {
    this.#key = key;
    this.#clock = clock;
  }

  addWorkspace(name: string): void {
    if (!this.#workspaces.has(name)) this.#workspaces.set(name, new WorkspaceStore(name, this.#clock));
  }

  workspaces(): readonly string[] {
    return [...this.#workspaces.keys()];
  }

  contents(workspace: string) {
    const store = this.#workspaces.get(workspace);
    return (
      store && {
        templates: store.templates.all().map((stored) => templateRules.full(stored)),
        content_blocks: store.blocks.all().map((stored) => blockRules.full(stored)),
      }
    );
  }

  caller(request: VendorRequest): Caller {
    return { key: bearerOf(request), workspace: this.#storeOf(request)?.name };
  }

  tooMany(): Reply {
    return failure(429, 'Rate limited');
  }

  errorBody(_status: number, words: string) {
    return errorBody(words);
  }

  handle(request: VendorRequest): Reply {
    const store = this.#storeOf(request);
    if (!store) return refused;
    if (request.body === 'nonsense') return failure(400, 'Request body is invalid.');
    const [, kind, action = ''] = /^\/(templates\/email|content_blocks)\/(\w+)$/.exec(request.path) ?? [];
    if (kind === 'templates/email') return shelf(templateRules, store.templates, action, request);
    if (kind === 'content_blocks') return shelf(blockRules, store.blocks, action, request);
    return failure(404, 'Not Found');
  }

  #storeOf(request: VendorRequest): WorkspaceStore | undefined {
    const key = bearerOf(request);
    return [...this.#workspaces.values()].find(({ name }) => workspaceKey(this.#key, name) === key);
  }
}
