import type { Channel } from '../../../src/config/model.ts';
import { sha256 } from '../../../src/digest.ts';
import type { Gallery } from '../../../src/gallery/page.ts';
import type {
  Change,
  ChangeClass,
  Representative,
  Review,
  ReviewedMessage,
  Shown,
  ShownTexts,
} from '../../../src/review/review.ts';

/** How many of what a made-up review has. */
export interface Size {
  readonly tenants: number;
  readonly templates: number;
  /** Characters of each message's html beyond what is said in it. */
  readonly html: number;
}

const locales = ['en', 'fr-CA', 'ar'];

/**
 * A change of one sentence in the footer of every email, and one each in a push and a text message. The first tenant's
 * messages are long, the last one's are held; every third tenant has a second locale.
 */
export function madeUp({ tenants, templates, html }: Size): Gallery {
  const shown = new Map<string, Shown>();
  const classOf = (channel: Channel, template: string): ChangeClass => {
    const messages = tenantIds(tenants).flatMap((tenant, index) =>
      locales
        .slice(0, index % 3 === 1 ? 3 : 1)
        .map((locale) => messageOf(channel, tenant, template, locale, index, tenants)),
    );
    const representatives = pick(messages);
    for (const { message } of representatives)
      shown.set(`${message.tenant}/${template}/${message.locale}`, textsOf(message, html));
    return { id: idOf(`${template} ${channel}`), template, channel, dialect: 'sendgrid', messages, representatives };
  };
  const emails = Array.from({ length: templates }, (_, index) => classOf('email', `mail-${index + 1}`));
  const changes = [
    changeOf('“Ask us” becomes “We are here”', 'html', 'Ask us', 'We are here', emails),
    changeOf('adds “today”', 'body', '', ' today', [classOf('push', 'arriving')]),
    changeOf('adds “Rates may apply”', 'body', '', ' Rates may apply', [classOf('sms', 'code')]),
  ];
  return {
    title: 'Made up: changed messages',
    about: 'Compared with 1111111, at 2222222.',
    review: reviewOf(changes, tenants),
    shown: [...shown.values()],
  };
}

/** A review of given changes, with something to say under every heading. */
export function reviewOf(changes: readonly Change[], tenants: number): Review {
  const messages = changes.flatMap((change) => change.classes.flatMap((each) => each.messages));
  return {
    ...{ base: '1111111', head: '2222222', now: '2026-11-23T00:00:00.000Z', changes },
    counts: {
      messages: messages.length,
      pairs: messages.length,
      previews: changes.reduce((sum, change) => sum + change.representatives.length, 0),
      tenants: { changing: tenants - 1, held: 1, excluded: 2, unchanged: 0, total: tenants + 2 },
    },
    risks: changes.slice(0, 1).map(({ id }) => ({
      ...{ code: 'unsubscribe', severity: 'stop', message: 'The way out moves in 3 messages' },
      ...{ details: ['vendor.unsubscribe_url'], changes: [id] },
    })),
    unexpected: [{ tenant: 'tenant-2', template: 'mail-1', code: 'pinned', message: 'stays on 1.4.0' }],
    unaffected: [{ code: 'opted-out', reason: 'opted out of mail-1', pairs: 2, tenants: ['tenant-3', 'tenant-4'] }],
    forecast: {
      ...{ writes: messages.length, archives: 0, calls: messages.length * 2, seconds: 12.4 },
      accounts: [
        {
          account: 'mail',
          provider: 'sendgrid',
          live: 'on-write',
          writes: messages.length,
          headroom: { used: 4, of: 300, workspace: 'tenant-1' },
        },
      ],
    },
    pending: { pairs: 3, commit: '0000000' },
    refusals: [
      { code: 'too-many-archives', message: 'It would archive 9 of 10 messages', fix: 'Raise policies.maxArchives.' },
    ],
  };
}

export function changeOf(
  title: string,
  field: string,
  before: string,
  after: string,
  classes: readonly ChangeClass[],
): Change {
  const hunks = [{ field, lead: 'Questions? ', before, after, tail: '.' }];
  const all = classes.flatMap((each) => each.messages);
  // One of each of the first classes speaks for all of them.
  const speakers = classes.slice(0, 5).map(({ representatives }) => representatives[0]!.message);
  const representatives = speakers.map((message, index) => ({
    ...{ message, why: index === 0 ? [`typical of ${all.length}`] : ['longest subject'] },
    standsFor: index === 0 ? all.length - speakers.length + 1 : 1,
  }));
  return { id: idOf(title), kind: 'update', title, hunks, moreHunks: 2, classes, representatives };
}

export function messageOf(
  channel: Channel,
  tenant: string,
  template: string,
  locale: string,
  index: number,
  of: number,
): ReviewedMessage {
  const held = index === of - 1;
  return {
    ...{ tenant, template, locale, channel, account: 'mail', workspace: tenant },
    ...{
      action: held ? 'held' : 'update',
      reasons: held ? [{ code: 'freeze', message: 'frozen until 2026-11-30' }] : [],
    },
    ...{ before: 'b'.repeat(64), after: 'a'.repeat(64), direction: locale === 'ar' ? 'rtl' : 'ltr' },
    measure: { subject: 20, html: channel === 'email' ? 40_000 : 0, segments: channel === 'sms' ? 2 : 0 },
  };
}

function pick(messages: readonly ReviewedMessage[]): Representative[] {
  const first = messages[0]!;
  const others = [
    messages.find(({ locale }) => locale === 'fr-CA'),
    messages.find(({ locale }) => locale === 'ar'),
    messages.at(-1),
  ];
  const rest = [...new Set(others)].filter(
    (message) => message !== undefined && message !== first,
  ) as ReviewedMessage[];
  return [
    { message: first, why: [`typical of ${messages.length}`], standsFor: messages.length - rest.length },
    ...rest.map((message) => ({
      message,
      why: [message.direction === 'rtl' ? 'right to left' : `in ${message.locale}`],
      standsFor: 1,
    })),
  ];
}

function textsOf(message: ReviewedMessage, html: number): Shown {
  const { tenant, template, locale } = message;
  return { tenant, template, locale, before: side(message, false, html), after: side(message, true, html) };
}

function side({ tenant, channel, locale }: ReviewedMessage, after: boolean, html: number): ShownTexts {
  const fields = (sample: string): Record<string, string> => {
    if (channel === 'email')
      return {
        subject: `Hello from ${tenant} (${sample})`,
        preheader: 'Good to see you',
        html: page(tenant, sample, locale, after, html),
        text: `Hello ${sample}.\n${after ? 'We are here' : 'Ask us'}.`,
      };
    if (channel === 'push')
      return {
        title: `${tenant} is on its way`,
        body: `It arrives${after ? ' today' : ''}`,
        link: 'https://shop.example/track',
      };
    return { body: `${tenant}: your code is 123456.${after ? ' Rates may apply' : ''}` };
  };
  return {
    samples: { typical: fields('Maya'), longest: fields('Maximiliane'), minimal: fields('') },
    source: fields('{{first_name}}'),
    segments: channel === 'sms' ? { typical: after ? 2 : 1, longest: 2, minimal: 1 } : {},
    warnings: after && tenant === 'tenant-1' && channel === 'email' ? ['The subject is cut on phones.'] : [],
  };
}

function page(tenant: string, sample: string, locale: string, after: boolean, filler: number): string {
  const rows: string[] = [];
  for (let at = 0, size = 0; size < filler; at += 1) {
    // A third of a message holds what is the tenant's own: colours, names, links.
    const own = at % 3 === 0 ? tenant : 'all';
    const row = `<tr><td class="r${at % 7}" style="padding:8px;color:#1${at % 10}2233"><a href="https://shop.example/${own}/${at}">Row ${at} of ${own}</a></td></tr>\n`;
    rows.push(row);
    size += row.length;
  }
  return `<!doctype html>
<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>Hello</title>
<style>:root{color-scheme:light dark} .ink{color:#111} @media (prefers-color-scheme: dark){body{background:#101010}.ink{color:#eee}} @media (max-width:540px){.wide{display:none}}</style></head>
<body style="margin:0"><h1 class="ink">Hello ${sample}</h1><p class="wide">Wide</p>
<img src="https://images.example/logo.png" alt="Logo of ${tenant}" width="80" height="40">
<table>
${rows.join('')}</table>
<p class="ink">Questions? <a class="foot" href="https://shop.example/help">${after ? 'We are here' : 'Ask us'}</a>.</p></body></html>`;
}

function tenantIds(tenants: number): string[] {
  return Array.from({ length: tenants }, (_, index) => `tenant-${index + 1}`);
}

function idOf(text: string): string {
  return sha256(text).slice(0, 12);
}
