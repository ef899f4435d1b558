import type { DiagnosticItem } from '../../../src/generated/index.ts';
import type { ReviewAbout, ReviewReport } from '../../../src/github/comment/report.ts';
import type { Review } from '../../../src/review/review.ts';
import { change, classOf, hunk, message, reason, review, tenants } from './reviews.ts';

/** Reviews as they come, each of which reads differently. */
export const about: ReviewAbout = {
  base: '1111111111111111111111111111111111111111',
  head: '2222222222222222222222222222222222222222',
  seconds: 12.34,
  folder: '',
  links: {
    log: 'https://github.com/acme/messaging/actions/runs/17',
    guide: 'https://github.com/acme/messaging/blob/main/action/docs/pull-requests.md',
  },
};

export function reviewed(one: Review, more: Partial<ReviewAbout> = {}): ReviewReport {
  return { outcome: { kind: 'reviewed', review: one, diagnostics: [] }, about: { ...about, ...more } };
}

/** One edit of the footer in 347 messages, and three that have it otherwise. */
export function oneChange(): Review {
  const ids = tenants(350);
  const usual = ids.slice(3).map((id) => message(id, 'order-confirmation'));
  const held = usual.map((one, index) =>
    index < 5 ? { ...one, action: 'held' as const, reasons: [reason('it is frozen until 2026-11-30')] } : one,
  );
  const own = ids
    .slice(0, 3)
    .map((id) => classOf([message(id, 'order-confirmation')], { why: ['own partial footer'] }));
  const footer = { field: 'html', lead: 'Questions? Write to ', tail: ' at any time.' };
  return review(
    [
      change(own.slice(0, 1), { title: 'one', hunks: [hunk('us', 'our team', { ...footer, lead: 'Fragen? ' })] }),
      change(own.slice(1), { title: 'two', hunks: [hunk('', '{{recipient.first_name}}, ', footer)] }),
      change([classOf(held)], {
        title: 'usual',
        hunks: [hunk('help@acme.example', 'care@acme.example', footer)],
        moreHunks: 1,
      }),
    ],
    {
      counts: {
        messages: 350,
        pairs: 350,
        previews: 4,
        tenants: { changing: 345, held: 5, excluded: 2, unchanged: 0, total: 352 },
      },
      risks: [
        {
          code: 'legal',
          severity: 'stop',
          message: 'The imprint changes in 347 messages',
          details: ['templates/_partials/legal/imprint.hbs'],
          changes: ['cccccccccccc'],
        },
        {
          code: 'links',
          severity: 'look',
          message: 'Links lead to one more host in 347 messages',
          details: ['care.acme.example'],
          changes: [],
        },
      ],
      unexpected: [
        {
          tenant: 'bolt',
          template: 'order-confirmation',
          code: 'pinned',
          message: 'is pinned to 1.4.0 until 2027-01-31',
        },
        { tenant: 'bolt', template: 'welcome', code: 'pinned', message: 'is pinned to 1.4.0 until 2027-01-31' },
        { tenant: 'cafe', template: 'welcome', code: 'own-partial', message: 'keeps its own footer' },
      ],
      unaffected: [
        { code: 'other-template', reason: 'of templates that do not change', pairs: 2_431, tenants: [] },
        { code: 'opted-out', reason: 'opted out of order-confirmation', pairs: 2, tenants: ['cafe', 'deli'] },
      ],
      forecast: {
        writes: 345,
        archives: 0,
        calls: 1_035,
        seconds: 31.2,
        accounts: [
          {
            account: 'sendgrid-us',
            provider: 'sendgrid',
            live: 'on-write',
            writes: 300,
            headroom: { used: 280, of: 300, workspace: 'tenant-017' },
          },
          { account: 'braze-us', provider: 'braze', live: 'by-reference', writes: 45, headroom: undefined },
        ],
      },
      pending: { pairs: 12, commit: 'abcdef0123456789' },
    },
  );
}

/** 10 templates in 2 vendor languages and 3 locales: 60 classes of one change. */
export function sixtyClasses(): Review {
  const templates = Array.from({ length: 10 }, (_, index) => `template-${index}`);
  const classes = templates.flatMap((template) =>
    ['sendgrid', 'braze'].flatMap((dialect) =>
      ['en', 'es-US', 'fr-CA'].map((locale) =>
        classOf(
          tenants(20).map((id) => message(`${dialect}-${id}`, template, { locale })),
          { dialect },
        ),
      ),
    ),
  );
  return review([change(classes, { hunks: [hunk('2026', '2027', { lead: '© ', tail: ' Acme' })] })]);
}

/** One of each kind that is no edit of words, with names that want to be more than names. */
export function comingsAndGoings(): Review {
  const lure = '**@octocat** [x](https://evil.example) </details><!-- tenantry:review --> #1 | `y`';
  const draft = ['welcome', 'winback'].map((template) =>
    message('corner-shop', template, { action: 'create', before: null, account: undefined, workspace: undefined }),
  );
  const fresh = tenants(12).map((id) => message(id, 'weekly-deals', { action: 'create', before: null }));
  const gone = [message('acme', 'winback', { action: 'archive', after: null, reasons: [reason(lure, 'opted-out')] })];
  const moved = [message('bolt', 'promo', { channel: 'sms', measure: { subject: 0, html: 0, segments: 3 } })];
  return review(
    [
      change([classOf(gone)], { kind: 'archive', title: `acme opts out of winback: ${lure}` }),
      change([classOf(moved)], { kind: 'move', title: 'bolt moves to twilio-eu/bolt' }),
      change(
        draft.map((one) => classOf([one])),
        { kind: 'create', title: 'new tenant corner-shop' },
      ),
      change([classOf(fresh)], { kind: 'create', title: 'new template weekly-deals' }),
      change([classOf([message('souk', 'welcome', { locale: 'ar', direction: 'rtl' })])], {
        title: 'arabic',
        hunks: [hunk('القديم', 'الجديد', { lead: 'العرض ', tail: ' هنا', field: 'subject' }), hunk('a b', 'a\u00a0b')],
      }),
    ],
    {
      risks: [
        { code: 'archive', severity: 'stop', message: '1 message will be archived', details: [lure], changes: [] },
        {
          code: 'policy',
          severity: 'stop',
          message: 'A policy is loosened',
          details: [lure, '\u202eevil'],
          changes: [],
        },
      ],
      unaffected: [{ code: 'opted-out', reason: lure, pairs: 1, tenants: ['acme'] }],
      forecast: { writes: 15, archives: 2, calls: 34, seconds: 1, accounts: [] },
    },
  );
}

export const loosened: Review['risks'][number] = {
  code: 'policy',
  severity: 'stop',
  message: 'policies are loosened, or accounts changed, in .github/tenantry.yml',
  details: ['policies.maxArchives: 0.05 becomes 1'],
  changes: [],
};

export const refusal: Review['refusals'][number] = {
  code: 'too-many-archives',
  message: '120 of 180 deployed messages would be archived, more than policies.maxArchives (0.05) allows',
  fix: 'Look at the archives with `npm run tenantry -- plan`. If all of them are intended, raise policies.maxArchives.',
};

/** Diagnostics of any number. */
export function diagnostics(number: number, severity: 'error' | 'warning' = 'error'): DiagnosticItem[] {
  return Array.from({ length: number }, (_, index) => ({
    code: 'template-missing-variable',
    severity,
    file: `templates/welcome/html.hbs`,
    line: index + 1,
    column: 3,
    message: `\`brand.name${index}\` has no value (for acme, bolt and 345 more)`,
    fix: 'Set it in tenants/_defaults.yaml, or print it with `default`.',
  }));
}
