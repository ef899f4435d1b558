import type { Session } from '../../action/src/commands/session.ts';
import { decodeEntities } from '../../action/src/emulators/rendering.ts';
import type { DemoAccount, Vendor } from './accounts.ts';
import { type ExpectedMessage, expectedMessages } from './expected.ts';
import { type HeldMessage, readBack } from './read-back.ts';
import { compileHeld } from './render.ts';

/** What a comparison of an account with the preview came to. */
export interface Compared {
  readonly messages: number;
  /** Fields of them that were filled in, with each sample. */
  readonly texts: number;
  /** What is not as the preview shows it. */
  readonly differences: readonly string[];
}

/** Vendors with nowhere to put a preheader: there the inbox preview is what the HTML begins with. */
const withoutPreheader: readonly Vendor[] = ['sendgrid', 'postmark'];

/**
 * Reads an account's messages back, fills each in with each sample as its vendor does, and holds that against what the
 * preview shows. Engines write some characters of HTML in ways of their own, which mean the same.
 */
export async function compare(account: DemoAccount, session: Session, now: Date): Promise<Compared> {
  const held = await heldBy(account);
  const expected = expectedMessages(session, account.vendor, now);
  const differences: string[] = [];
  let texts = 0;
  for (const name of new Set([...held.keys(), ...expected.keys()])) {
    const [there, wanted] = [held.get(name), expected.get(name)];
    if (!there || !wanted) differences.push(`${account.vendor}/${name} ${there ? 'is one too many' : 'is not there'}`);
    else {
      for (const { at, isEqual } of comparisons(account.vendor, there, wanted)) {
        texts += 1;
        if (!isEqual) differences.push(`${account.vendor}/${name}, ${at}`);
      }
    }
  }
  return { messages: held.size, texts, differences };
}

/** An account's messages, by `workspace/name`. */
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
