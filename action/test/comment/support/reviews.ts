import { hash } from 'node:crypto';
import type { Channel } from '../../../src/config/model.ts';
import type { PlanReason } from '../../../src/generated/index.ts';
import type { Change, ChangeClass, Hunk, Representative, Review, ReviewedMessage } from '../../../src/review/review.ts';

/** Hand-made reviews, as small as their tests need them. */
export function message(tenant: string, template: string, more: Partial<ReviewedMessage> = {}): ReviewedMessage {
  return {
    tenant,
    template,
    locale: 'en',
    channel: 'email',
    account: 'sendgrid-us',
    workspace: tenant,
    action: 'update',
    reasons: [],
    before: 'a'.repeat(64),
    after: 'b'.repeat(64),
    direction: 'ltr',
    measure: { subject: 30 + (tenant.length % 7), html: 40_000 + tenant.length * 137, segments: 0 },
    ...more,
  };
}

export function classOf(
  messages: readonly ReviewedMessage[],
  more: { dialect?: string; why?: readonly string[] } = {},
): ChangeClass {
  const [first] = messages as [ReviewedMessage, ...ReviewedMessage[]];
  return {
    id: hex(`${first.template} ${first.locale} ${more.dialect} ${first.tenant}`),
    template: first.template,
    channel: first.channel as Channel,
    dialect: more.dialect ?? 'sendgrid',
    messages,
    representatives: [represent(first, messages.length, more.why)],
  };
}

function represent(one: ReviewedMessage, standsFor: number, why?: readonly string[]): Representative {
  return { message: one, standsFor, why: why ?? [`typical of ${standsFor}`] };
}

export function change(classes: readonly ChangeClass[], more: Partial<Change> = {}): Change {
  const title = more.title ?? 'Thank you → Thanks';
  return {
    id: hex(title),
    kind: 'update',
    title,
    hunks: [],
    moreHunks: 0,
    classes,
    representatives: classes.flatMap((one) => one.representatives).slice(0, 6),
    ...more,
  };
}

export function hunk(before: string, after: string, more: Partial<Hunk> = {}): Hunk {
  return { field: 'html', lead: '', before, after, tail: '', ...more };
}

export function reason(text: string, code: PlanReason['code'] = 'freeze'): PlanReason {
  return { code, message: text };
}

export function review(changes: readonly Change[], more: Partial<Review> = {}): Review {
  const messages = changes.flatMap((one) => one.classes.flatMap((each) => each.messages));
  const tenants = new Set(messages.map(({ tenant }) => tenant));
  return {
    base: '1111111111111111111111111111111111111111',
    head: '2222222222222222222222222222222222222222',
    now: '2026-11-23T05:00:00.000Z',
    counts: {
      messages: messages.length,
      pairs: new Set(messages.map(({ tenant, template }) => `${tenant}/${template}`)).size,
      previews: changes.reduce((sum, one) => sum + one.representatives.length, 0),
      tenants: {
        changing: tenants.size,
        held: 0,
        excluded: 0,
        unchanged: 350 - tenants.size,
        total: 350,
      },
    },
    changes,
    risks: [],
    unexpected: [],
    unaffected: [],
    forecast: {
      writes: messages.length,
      archives: 0,
      calls: messages.length * 2,
      seconds: messages.length / 12,
      accounts: [],
    },
    pending: undefined,
    refusals: [],
    ...more,
  };
}

/** Twelve hex digits of a text. */
export function hex(text: string): string {
  return hash('md5', text).slice(0, 12);
}

export function tenants(number: number): string[] {
  return Array.from({ length: number }, (_, index) => `tenant-${String(index + 1).padStart(3, '0')}`);
}
