import { count, table } from '../../action/src/commands/text.ts';
import { loadRepository } from '../../action/src/config/load.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import type { DemoAccount, Vendor } from './accounts.ts';
import type { Compared } from './compare.ts';
import { readBack } from './read-back.ts';
import { type Demo, type Deployed, edited } from './run.ts';

/** Runs the demonstration, and tells what happens line by line. */
export async function play(demo: Demo, say: (text: string) => void): Promise<void> {
  say(`Four vendors on this machine, and a copy of this repository in ${demo.root}:\n`);
  say(whoIsWhere(demo));
  say(`\n1. Validate. ${await demo.validate()}`);
  const first = await demo.deploy();
  say(`\n2. Deploy. ${summary(first)}\n`);
  say(await whatIsThere(demo, first));
  demo.change();
  const { pairs, summary: planned } = await demo.plan();
  const messages = pairs.reduce((sum, pair) => sum + pair.messages.length, 0);
  say(`\n3. Change ${edited.path}: “${edited.from}” becomes “${edited.to}”.`);
  say(`   The plan: ${count(planned.update, 'pair')} to update, that is ${count(messages, 'message')}.`);
  const second = await demo.deploy();
  say(`\n4. Deploy that. ${summary(second)}\n`);
  say(await whatIsThere(demo, second));
  say(`\n5. Deploy again. ${summary(await demo.deploy())}`);
  say(`\n6. Read back. ${verdict(await demo.compare())}`);
}

/** The result of the comparison with the preview. Throws an error that names every difference. */
function verdict(compared: ReadonlyMap<Vendor, Compared>): string {
  const all = [...compared.values()];
  const differences = all.flatMap((one) => one.differences);
  if (differences.length > 0) {
    throw new Error(`what vendors hold does not match the preview: ${differences.join('; ')}`);
  }
  const messages = all.reduce((sum, one) => sum + one.messages, 0);
  const texts = all.reduce((sum, one) => sum + one.texts, 0);
  const what = `${count(messages, 'message')}, filled in with every sample by the vendors’ own languages`;
  return `${what}: all ${count(texts, 'text')} match the preview.`;
}

function whoIsWhere({ root, accounts }: Demo): string {
  const { tenants } = loadRepository(openWorkingTree(root)).repository;
  const rows = accounts.map(({ vendor, emulator, tenants: here }) => {
    const names = [...here.values()].filter((id) => tenants.get(id)?.workspaces.email?.account === vendor);
    return [`  ${vendor}`, emulator.url, names.join(', ')];
  });
  return table([['  account', 'listens on', 'emails of'], ...rows]);
}

function summary({ document, asked, seconds }: Deployed): string {
  const { deployed, unchanged } = document.summary;
  const requests = [...asked.values()].reduce((sum, one) => sum + one.requests, 0);
  const pairs = `${count(deployed, 'pair')} deployed, ${unchanged} unchanged`;
  return `${pairs}; ${count(requests, 'request')}; ${seconds.toFixed(1)} s.`;
}

/** A table with one line per account: what the vendor counted, and what it returns now. */
async function whatIsThere({ accounts }: Demo, { asked }: Deployed): Promise<string> {
  const rows = await Promise.all(
    accounts.map(async (account) => {
      const { requests, writes } = asked.get(account.vendor) ?? { requests: 0, writes: [] };
      const held = await heldBy(account);
      const cells = [account.tenants.size, held.email, held.push, held.sms, requests, writes.length];
      return [`  ${account.vendor}`, ...cells];
    }),
  );
  const header = ['  account', 'workspaces', 'emails', 'push', 'SMS', 'requests', 'of them writes'];
  return table([header, ...rows.map((row) => row.map((cell, at) => (at === 0 ? cell : aligned(cell, header[at]))))]);
}

/** Aligns a number with its heading. */
function aligned(cell: string | number, heading = ''): string {
  return String(cell).padStart(heading.length);
}

async function heldBy(account: DemoAccount): Promise<Record<'email' | 'push' | 'sms', number>> {
  const counts = { email: 0, push: 0, sms: 0 };
  for (const workspace of account.tenants.keys()) {
    for (const { channel } of await readBack(account, workspace)) counts[channel] += 1;
  }
  return counts;
}
