import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoggedRequest } from '../../action/src/emulators/kernel.ts';
import type { RateSetting } from '../../action/src/emulators/settings.ts';
import { sendgrid } from '../../action/src/providers/sendgrid/sendgrid.ts';
import { measure } from './measure.ts';
import { commit } from './repository.ts';

export interface VendorRow {
  readonly name: string;
  readonly also: string;
  readonly target: string;
  readonly seconds: number;
  readonly megabytes: number;
}

const tenantry = fileURLToPath(new URL('../tenantry.ts', import.meta.url));
const key = 'SG.bench';
const latency = 100;
/** The number of calls that the driver makes at once, from which a bound is computed. */
const slots = sendgrid.limits.callsAtOnce!;
const broken = 20;

/**
 * Deploys one template into every tenant's subuser of an emulated SendGrid in a process of its own, and compares the
 * time from the first request to the last answer with what latency, limits and concurrency allow.
 *
 * @param root a generated repository
 */
export async function measureVendor(root: string): Promise<VendorRow[]> {
  process.env.TENANTRY_BENCH_SENDGRID = key;
  useSendgrid(root, 'http://127.0.0.1:1');
  const emulator = await Emulator.start(root);
  try {
    useSendgrid(root, emulator.url);
    commit(root, 'Deploy to an emulated SendGrid');
    deploy(root, 'template-1');
    return [
      await withinLimits(root, emulator, 'a limit per workspace', { per: 'workspace', limit: 20, seconds: 2 }),
      await withinLimits(root, emulator, 'a limit shared by all', { per: 'key', limit: 500, seconds: 5 }),
      ...(await withBroken(root, emulator)),
      await firstWithBroken(root),
    ];
  } finally {
    await emulator.stop();
  }
}

/** Moves all tenants' email to one account. */
function useSendgrid(root: string, host: string): void {
  const config = `repository: bench-messaging
ledger: { store: directory }
accounts:
  one: { provider: sendgrid, credentials: { env: TENANTRY_BENCH_SENDGRID }, options: { host: "${host}" } }
  two: { provider: sendgrid, credentials: { env: TENANTRY_BENCH_SENDGRID }, options: { host: "${host}" } }
policies: { maxArchives: 0.05, archiveGrace: 30d, approval: off, links: [cdn.platform.example] }
`;
  writeFileSync(join(root, '.github/tenantry.yml'), config);
  for (let index = 1; index < 350; index += 2) {
    const file = join(root, `tenants/tenant-${String(index).padStart(5, '0')}/tenant.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('account: two', 'account: one'));
  }
}

function deploy(root: string, template: string, expected: readonly number[] = [0]) {
  return measure(root, ['deploy', '--template', template, '--json'], expected);
}

/** Makes every message of every template differ from what is deployed. */
function change(root: string): void {
  const file = join(root, 'templates/_partials/part-2.hbs');
  writeFileSync(file, readFileSync(file, 'utf8').replace('<table', '<table data-changed="1"'));
  commit(root, 'Change a partial');
}

async function withinLimits(root: string, emulator: Emulator, what: string, rate: RateSetting): Promise<VendorRow> {
  await emulator.begin({ latency, rate });
  const { seconds, megabytes } = deploy(root, 'template-0');
  const requests = await emulator.requests();
  change(root);
  const wall = span(requests);
  const bound = leastSeconds(requests, rate);
  const refused = requests.filter(({ status }) => status === 429).length;
  return {
    name: `350 subusers, ${what}`,
    also: `${requests.length} calls in ${wall.toFixed(2)} s, bound ${bound.toFixed(2)} s (×${(wall / bound).toFixed(2)}), ${refused} above the limit`,
    target: '≤1.15 × bound, <60 s',
    seconds,
    megabytes,
  };
}

/**
 * Measures how long the working workspaces take, first alone and then beside twenty broken ones, and whether only the
 * broken ones are reported and tried again.
 */
async function withBroken(root: string, emulator: Emulator): Promise<VendorRow[]> {
  await emulator.begin({ latency, rate: null });
  const names = await emulator.workspaces();
  const sick = new Set(names.filter((_, index) => index % Math.floor(names.length / broken) === 0).slice(0, broken));
  const isWell = ({ workspace }: LoggedRequest) => workspace !== undefined && !sick.has(workspace);
  deploy(root, 'template-0');
  const without = span((await emulator.requests()).filter(isWell));
  change(root);
  await emulator.begin({ latency, rate: null });
  let index = 0;
  for (const workspace of sick) await emulator.fault({ ...faults[index++ % faults.length]!, workspace });
  const { seconds, megabytes, stdout } = deploy(root, 'template-0', [5]);
  const wall = span((await emulator.requests()).filter(isWell));
  const { pairs } = JSON.parse(stdout) as { pairs: { workspace: string; outcome: string; error?: string }[] };
  const failed = pairs.filter(({ outcome, error }) => outcome === 'failed' && error !== undefined);
  const isExact = failed.length === sick.size && failed.every(({ workspace }) => sick.has(workspace));
  await emulator.begin({ latency, rate: null });
  const next = deploy(root, 'template-0');
  const touched = new Set((await emulator.requests()).map(({ workspace }) => workspace));
  const isNarrow = touched.size === sick.size && [...sick].every((workspace) => touched.has(workspace));
  return [
    {
      name: `350 subusers, ${broken} of them broken`,
      also: `the others ${wall.toFixed(2)} s, without ${without.toFixed(2)} s (×${(wall / without).toFixed(2)}); ${isExact ? 'just those reported' : 'WRONG ONES REPORTED'}`,
      target: '≤1.1 ×',
      seconds,
      megabytes,
    },
    {
      name: 'the next run',
      also: isNarrow ? 'touches just those' : `TOUCHES ${touched.size}`,
      target: '',
      seconds: next.seconds,
      megabytes: next.megabytes,
    },
  ];
}

/**
 * Measures the same for a first deployment, of which no ledger knows anything yet. The broken workspaces come first in
 * line.
 */
async function firstWithBroken(root: string): Promise<VendorRow> {
  const first = async (sick: number) => {
    rmSync(join(root, '.tenantry'), { recursive: true });
    const emulator = await Emulator.start(root);
    try {
      useSendgrid(root, emulator.url);
      commit(root, 'Deploy to another emulated SendGrid');
      await emulator.begin({ latency, rate: null });
      const names = (await emulator.workspaces()).sort().slice(0, sick);
      for (const [index, workspace] of names.entries()) {
        await emulator.fault({ ...faults[index % faults.length]!, workspace });
      }
      const measured = deploy(root, 'template-0', [sick > 0 ? 5 : 0]);
      const requests = await emulator.requests();
      return { ...measured, wall: span(requests.filter(({ workspace }) => !names.includes(workspace ?? ''))) };
    } finally {
      await emulator.stop();
    }
  };
  const [without, withSick] = [await first(0), await first(broken)];
  return {
    name: `350 subusers, first deployment, ${broken} of them broken`,
    also: `the others ${withSick.wall.toFixed(2)} s, without ${without.wall.toFixed(2)} s (×${(withSick.wall / without.wall).toFixed(2)})`,
    target: '≤1.1 ×',
    seconds: withSick.seconds,
    megabytes: withSick.megabytes,
  };
}

const faults = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429, words: 'too many requests' },
  { kind: 'status', status: 429, retryAfter: '1', words: 'too many requests' },
  { kind: 'silence' },
] as const;

/** Seconds from the first request to the last answer. */
function span(requests: readonly LoggedRequest[]): number {
  const times = requests.map(({ at }) => at);
  return (Math.max(...times) - Math.min(...times) + latency) / 1000;
}

/**
 * The fewest seconds in which these calls can be made: a number at once, each taking the latency, within the limit's
 * windows.
 */
function leastSeconds(requests: readonly LoggedRequest[], { per, limit, seconds }: RateSetting): number {
  const perSecond = (slots * 1000) / latency;
  if (per === 'workspace') return requests.length / perSecond;
  const start = Math.min(...requests.map(({ at }) => at)) / 1000;
  let left = requests.length;
  for (let at = start; ; ) {
    const end = (Math.floor(at / seconds) + 1) * seconds;
    const possible = Math.min(limit, (end - at) * perSecond);
    if (left <= possible) return at + left / perSecond - start;
    left -= possible;
    at = end;
  }
}

/** The emulator in a process of its own, controlled over its control endpoint. */
class Emulator {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(root: string): Promise<Emulator> {
    const child = spawn(process.execPath, [tenantry, 'emulate', 'sendgrid', '--key', key, '--root', root], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return await new Promise((resolve, reject) => {
      let said = '';
      child.stderr!.on('data', (chunk) => {
        said += chunk;
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (url !== undefined && said.includes('Stop it')) resolve(new Emulator(url, child));
      });
      child.on('exit', () => reject(new Error(`the emulator did not start:\n${said}`)));
    });
  }

  /** Starts with an empty log, no faults, and these settings. */
  async begin(settings: { latency: number; rate: RateSetting | null }): Promise<void> {
    await this.#call('DELETE', 'requests');
    await this.#call('DELETE', 'faults');
    await this.#call('PATCH', 'settings', settings);
  }

  async fault(fault: object): Promise<void> {
    await this.#call('POST', 'faults', fault);
  }

  async requests(): Promise<LoggedRequest[]> {
    return (await (await this.#call('GET', 'requests')).json()) as LoggedRequest[];
  }

  async workspaces(): Promise<string[]> {
    return ((await (await this.#call('GET', '')).json()) as { workspaces: string[] }).workspaces;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }

  async #call(method: string, what: string, body?: object): Promise<Response> {
    const response = await fetch(`${this.url}/_emulator/${what}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the emulator answers ${method} ${what} with ${response.status}`);
    return response;
  }
}
