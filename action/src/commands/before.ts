import { openGitSnapshot } from '../config/git-snapshot.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import { type Destination, type LedgerLine, type LedgerReader, lineKey } from '../ledger/ledger.ts';
import { prepare } from '../plan/prepare.ts';
import { target } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import { type PreviewMessage, sampled } from './preview-messages.ts';
import { loadSession, type Session } from './session.ts';
import type { World } from './world.ts';

type Fields = Readonly<Record<string, string>>;

/**
 * What is deployed now, for previews: the ledger's commit rendered again from git objects where the digest proves it
 * right, else read back from the workspace as the vendor has it, else not available.
 */
export class Before {
  readonly #world: World;
  readonly #session: Session;
  readonly #ledger: LedgerReader;
  /** Sessions by commit; undefined for commits this clone does not have. */
  readonly #commits = new Map<string, Session | undefined>();

  constructor(world: World, session: Session, ledger: LedgerReader) {
    this.#world = world;
    this.#session = session;
    this.#ledger = ledger;
  }

  async of(message: PreviewMessage): Promise<{ before?: Fields; beforeNote?: string }> {
    if (message.before === null || message.action === 'unchanged') return {};
    const [account = '', workspace = ''] = message.destination.split(/\/(.*)/s);
    const line = this.#ledger.lines({ account, workspace })?.get(lineKey(message));
    if (!line) return { beforeNote: 'not available' };
    const rendered = this.#render(line, message);
    if (rendered) return { before: rendered };
    const read = await this.#read({ account, workspace }, line);
    return read ? { before: read } : { beforeNote: 'not available' };
  }

  #render(line: LedgerLine, message: PreviewMessage): Fields | undefined {
    const session = this.#at(line.commit);
    const tenant = session?.repository.tenants.get(line.tenant);
    const template = session?.repository.templates.get(line.template);
    if (!session || !tenant || !template) return undefined;
    const verdict = target(tenant, template, todayAt(this.#world.now));
    const open = verdict.kind === 'unwanted' ? undefined : session.accounts.get(verdict.binding?.account ?? '');
    if (verdict.kind === 'unwanted' || !open) return undefined;
    const rendered = { version: verdict.version, tenant, open };
    if (prepare(session.renderer, open, verdict.version, tenant, line.locale).digest !== line.digest) return undefined;
    return sampled(session, { ...message, rendered });
  }

  #at(commit: string): Session | undefined {
    if (!/^[0-9a-f]+$/.test(commit)) return undefined;
    if (!this.#commits.has(commit)) this.#commits.set(commit, this.#load(commit));
    return this.#commits.get(commit);
  }

  #load(commit: string): Session | undefined {
    try {
      return loadSession(this.#world, openGitSnapshot(this.#world.root, commit));
    } catch (error) {
      if (error instanceof InvalidInput) return undefined;
      throw error;
    }
  }

  async #read({ account, workspace }: Destination, line: LedgerLine): Promise<Fields | undefined> {
    try {
      const payload = await this.#session.accounts
        .get(account)
        ?.account.workspace(workspace)
        .read(line, this.#world.signal);
      return payload?.fields as Fields | undefined;
    } catch (error) {
      if (error instanceof ProviderError) return undefined;
      throw error;
    }
  }
}
