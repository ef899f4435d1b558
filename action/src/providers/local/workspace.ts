import { InvalidInput } from '../../diagnostics/errors.ts';
import { digestOf, prettyJson } from '../../digest.ts';
import { parseObject } from '../../json.ts';
import { ProviderError } from '../errors.ts';
import { Kept } from '../kept.ts';
import { markerFor } from '../marker.ts';
import type { Payload, RemoteRef, RemoteTemplate, Workspace, Written } from '../provider.ts';
import { Folder } from './folder.ts';
import { formatRecord, type LocalRecord, namePattern, parseRecord, viewEndings, viewsOf } from './record.ts';

/** Matches an id that is one plain folder name on every file system, however it treats case. */
const idPattern = /^[a-z0-9](-?[a-z0-9])*$/;
const idLength = 63;
const identityFile = 'workspace.json';

/** What a local workspace is bound to. */
export interface Binding {
  readonly root: string;
  readonly repository: string;
  readonly account: string;
  readonly workspace: string;
  readonly nameLength: number;
}

/**
 * A workspace in a folder, `.tenantry/local/<account>/<workspace>/`. An object exists when its `<name>.json` does; the
 * files to look at are written before that and removed after it.
 */
export class LocalWorkspace implements Workspace {
  readonly #binding: Binding;
  readonly #folder: Folder;
  readonly #prepared = new Kept<void>();

  /** Throws InvalidInput for an id that is not a plain folder name. */
  constructor(binding: Binding) {
    for (const [what, id] of [
      ['account', binding.account],
      ['workspace', binding.workspace],
    ] as const) {
      if (id.length > idLength || !idPattern.test(id)) {
        throw new InvalidInput(`${JSON.stringify(id)} cannot be the id of a local ${what}.`, {
          fix: `Use lower-case letters, digits and single hyphens, at most ${idLength} characters.`,
        });
      }
    }
    this.#binding = binding;
    this.#folder = new Folder(binding.root, ['.tenantry', 'local', binding.account, binding.workspace]);
  }

  async identify(signal?: AbortSignal): Promise<{ account: string; workspace: string } | undefined> {
    signal?.throwIfAborted();
    if (!(await this.#folder.exists())) return undefined;
    const found = await this.#folder.read(identityFile);
    if (found === 'nothing') return undefined;
    const identity = found === 'irregular' ? undefined : parseObject(found.text);
    const { account, workspace } = identity ?? {};
    if (typeof account === 'string' && typeof workspace === 'string') return { account, workspace };
    const path = this.#folder.describe(identityFile);
    throw new ProviderError(
      'identity',
      `${path} does not say whose workspace this is. Restore it, or remove it if the folder is this workspace's.`,
    );
  }

  async *list(signal?: AbortSignal): AsyncIterable<RemoteTemplate> {
    for (const file of await this.#folder.names()) {
      signal?.throwIfAborted();
      if (!file.endsWith('.json') || file.startsWith('.') || file === identityFile) continue;
      const name = file.slice(0, -'.json'.length);
      const record = await this.#record(name);
      if (record === 'nothing') continue;
      yield { id: name, name, ...(record !== 'foreign' && { marker: record.marker }) };
    }
  }

  async read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined> {
    signal?.throwIfAborted();
    const name = this.#plainName(ref.id);
    if (!(await this.#folder.exists())) return undefined;
    const record = await this.#record(name);
    if (record === 'foreign') throw this.#foreign(name);
    return record === 'nothing' ? undefined : record.payload;
  }

  async put(name: string, payload: Payload, _known?: RemoteRef, signal?: AbortSignal): Promise<Written> {
    // Checked only here: a write that has begun is soon done, and must not stop half-way.
    signal?.throwIfAborted();
    this.#plainName(name);
    await this.#prepare();
    if ((await this.#record(name)) === 'foreign') throw this.#foreign(name);
    await this.#writeViews(name, payload);
    const digest = digestOf(payload);
    const marker = markerFor(this.#binding.repository, digest);
    await this.#write(`${name}.json`, formatRecord({ marker, payload }));
    return { id: name, name, remote: digest };
  }

  async archive(ref: RemoteRef, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const name = this.#plainName(ref.id);
    if (!(await this.#folder.exists())) return;
    await this.#assertIdentity();
    if ((await this.#record(name)) === 'foreign') throw this.#foreign(name);
    await this.#folder.remove(`${name}.json`);
    for (const ending of viewEndings) await this.#folder.remove(`${name}${ending}`);
  }

  async tidy(signal?: AbortSignal): Promise<void> {
    await this.#folder.removeTemporaries();
    for (const file of await this.#folder.names()) {
      signal?.throwIfAborted();
      const [, name = ''] = /^(.+)\.(?:json|html|txt)$/.exec(file) ?? [];
      if (!namePattern.test(name)) continue;
      const record = await this.#record(name);
      if (record === 'nothing') await this.#folder.remove(file);
      else if (record !== 'foreign' && file.endsWith('.json')) await this.#writeViews(name, record.payload);
    }
  }

  /**
   * Makes sure, once before the first write, that the folder exists, is the right one, and holds nothing half-written.
   */
  async #prepare(): Promise<void> {
    await this.#prepared.get(async () => {
      await this.#folder.ensure();
      await this.#assertIdentity();
      await this.#folder.removeTemporaries();
      const { account, workspace } = this.#binding;
      await this.#write(identityFile, prettyJson({ account, workspace }));
    });
  }

  async #assertIdentity(): Promise<void> {
    const found = await this.identify();
    const { account, workspace } = this.#binding;
    if (!found || (found.account === account && found.workspace === workspace)) return;
    const path = this.#folder.describe();
    throw new ProviderError(
      'identity',
      `${path} is the workspace ${found.account}/${found.workspace}. Move it back to its own place.`,
    );
  }

  async #writeViews(name: string, payload: Payload): Promise<void> {
    const views = viewsOf(payload);
    for (const ending of viewEndings) {
      const text = views[ending];
      if (text === undefined) await this.#folder.remove(`${name}${ending}`);
      else await this.#write(`${name}${ending}`, text);
    }
  }

  /** Writes a file, but leaves one of equal content untouched. */
  async #write(file: string, text: string): Promise<void> {
    const found = await this.#folder.read(file);
    if (typeof found === 'object' && found.text === text) return;
    await this.#folder.replace(file, text);
  }

  async #record(name: string): Promise<LocalRecord | 'nothing' | 'foreign'> {
    const found = await this.#folder.read(`${name}.json`);
    if (found === 'nothing') return 'nothing';
    const record = found === 'irregular' ? undefined : parseRecord(found.text);
    return record && record.marker.repository === this.#binding.repository ? record : 'foreign';
  }

  #plainName(name: string): string {
    if (name.length <= this.#binding.nameLength && namePattern.test(name)) return name;
    const { nameLength } = this.#binding;
    throw new ProviderError(
      'rejected',
      `${JSON.stringify(name)} is not a name of the form <template>.<locale> with at most ${nameLength} characters.`,
    );
  }

  #foreign(name: string): ProviderError {
    const path = this.#folder.describe(`${name}.json`);
    return new ProviderError(
      'foreign',
      `${path} was not written by this repository (“${this.#binding.repository}”), so it is left alone. Move it away and deploy again.`,
    );
  }
}
