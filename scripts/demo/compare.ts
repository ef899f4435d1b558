import type { Session } from '../../action/src/commands/session.ts';
import { decodeEntities } from '../../action/src/emulators/rendering.ts';
import type { DemoAccount, Vendor } from './accounts.ts';
import { type ExpectedMessage, expectedMessages } from './expected.ts';
import { type HeldMessage, readBack } from './read-back.ts';
import { compileHeld } from './render.ts';

/** The result of comparing an account with the preview. */
export interface Compared {
  readonly messages: number;
  /** How many of their fields were filled in, counted once per sample. */
  readonly texts: number;
  /** What differs from the preview. */
  readonly differences: readonly string[];
}

/** Vendors without a field for the preheader: the HTML begins with it there. */
const withoutPreheader: readonly Vendor[] = ['sendgrid', 'postmark'];

/**
 * Reads an account's messages back, fills each in with each sample as its vendor does, and compares the result with the
 * preview. Engines may write some characters of HTML in different ways that mean the same.
 */
export async function compare(account: DemoAccount, session: Session, now: Date): Promise<Compared> {
  const held = await heldBy(account);
  const expected = expectedMessages(session, account.vendor, now);
  const differences: string[] = [];
  let texts = 0;
  for (const name of new Set([...held.keys(), ...expected.keys()])) {
    const [there, wanted] = [held.get(name), expected.get(name)];
    if (!there || !wanted) differences.push(`${account.vendor}/${name} ${there ? 'is unexpected' : 'is missing'}`);
    else {
      for (const { at, isEqual } of comparisons(account.vendor, there, wanted)) {
        texts += 1;
        if (!isEqual) differences.push(`${account.vendor}/${name}, ${at}`);
      }
    }
  }
  return { messages: held.size, texts, differences };
}

/** The messages in an account's workspaces, by `workspace/name`. */
async function heldBy(account: DemoAccount): Promise<Map<string, HeldMessage>> {
  const found = new Map<string, HeldMessage>();
  for (const workspace of account.tenants.keys()) {
    for (const message of await readBack(account, workspace)) found.set(`${workspace}/${message.name}`, message);
  }
  return found;
}

function* comparisons(vendor: Vendor, held: HeldMessage, { fields, samples, shown }: ExpectedMessage) {
  const fill = compileHeld(vendor, held);
  const texts = shown()?.samples;
  const wanted = Object.keys(fields).filter((field) => field !== 'preheader' || !withoutPreheader.includes(vendor));
  for (const [sample, data] of samples) {
    const filled = fill(data);
    for (const field of new Set([...wanted, ...Object.keys(filled)])) {
      const isEqual = decodeEntities(filled[field] ?? '') === decodeEntities(texts?.[sample]?.[field] ?? '');
      yield { at: `${sample}, ${field}`, isEqual };
    }
  }
}
