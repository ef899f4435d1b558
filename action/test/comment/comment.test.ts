import { describe, expect, test } from 'vitest';
import { checkTexts } from '../../src/github/comment/check.ts';
import { commentMarker, longestComment, reviewComment } from '../../src/github/comment/comment.ts';
import type { ReviewReport } from '../../src/github/comment/report.ts';
import { change, classOf, hunk, message, review, tenants } from './support/reviews.ts';
import {
  about,
  comingsAndGoings,
  diagnostics,
  loosened,
  oneChange,
  refusal,
  reviewed,
  sixtyClasses,
} from './support/scenes.ts';

const files = ['templates/welcome/html.hbs', 'tenants/acme/tenant.yaml'];
const timeout = 'rendering took longer than 120 s, with 1,200 of 4,500 messages done';
const variants: Readonly<Record<string, ReviewReport>> = {
  'one-change': reviewed(oneChange(), { approval: { policy: 'require', approvedBy: [], author: 'mona' } }),
  'sixty-classes': reviewed(sixtyClasses(), { approval: { policy: 'warn', approvedBy: ['hubot', 'lisa'] } }),
  'comings-and-goings': reviewed(comingsAndGoings(), { approval: { policy: 'off', approvedBy: [] } }),
  nothing: reviewed(review([])),
  loosened: reviewed(review([], { risks: [loosened] })),
  refused: reviewed({ ...oneChange(), refusals: [refusal] }),
  invalid: { outcome: { kind: 'invalid', diagnostics: [...diagnostics(3), ...diagnostics(1, 'warning')] }, about },
  conflict: { outcome: { kind: 'conflict', files }, about },
  'over-limits': {
    outcome: { kind: 'over-limits', message: timeout, fix: 'Split it into smaller pull requests.' },
    about,
  },
  failed: {
    outcome: { kind: 'failed', message: 'ENOSPC: no space left on device' },
    about: { ...about, base: undefined },
  },
};

describe.each(Object.entries(variants))('%s', (name, report) => {
  const text = reviewComment(report);

  test('reads as it should', async () => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.md`);
  });

  test('begins with the marker, which stands in it once, and with the verdict', () => {
    expect(text.startsWith(`${commentMarker}\n\n## `)).toBe(true);
    expect(text.split('<!--').length - 1).toBe(text.includes('tenantry:gallery') ? 2 : 1);
  });

  test('says “no message changes” only where that is known', () => {
    expect(text.includes('No message changes')).toBe(['nothing', 'loosened'].includes(name));
  });
});

describe('a change too big for a comment', () => {
  /** Singletons first, then changes of more and more messages, in classes of one message each. */
  function big(changes: number): ReviewReport {
    const ids = tenants(200);
    const all = Array.from({ length: changes }, (_, index) => {
      const size = index < changes / 2 ? 1 : 1 + (index % 3);
      const classes = ids.slice(0, size).map((id) => classOf([message(id, `template-${index}`)]));
      return change(classes, { title: `change ${index}`, hunks: [hunk('a'.repeat(200), `b${index}`)] });
    });
    return reviewed(review(all));
  }

  test.each([60, 500, 4_000])('%i changes: as many as have room, the others counted', (number) => {
    const text = reviewComment(big(number));
    const rows = text.match(/^\| \d+ \| `html`/gm)?.length ?? 0;
    expect(rows).toBeGreaterThanOrEqual(12);
    expect(text.length).toBeLessThanOrEqual(longestComment);
    if (rows < number) {
      const more = (number - rows).toLocaleString('en');
      expect(text).toMatch(new RegExp(`^${more} more, [\\d,]+ messages in all.*: in the \\[gallery\\]`, 'm'));
    }
    expect(text).toContain('How to undo it');
  });

  test('errors beyond the room are counted', () => {
    const text = reviewComment({ outcome: { kind: 'invalid', diagnostics: diagnostics(3_000) }, about });
    expect(text).toContain('## 3,000 errors to fix');
    const shown = text.match(/^- `templates/gm)?.length ?? 0;
    expect(text).toContain(`- ${(3_000 - shown).toLocaleString('en')} more: in the check and the job summary`);
  });
});

test.each([
  [[loosened], 'No message changes, but a policy is loosened'],
  [[{ ...loosened, severity: 'look' as const }], 'No message changes'],
  [
    [{ ...loosened, details: ['account braze-us is removed', ...loosened.details] }],
    'No message changes, but a policy is loosened and an account changes',
  ],
  [
    [{ ...loosened, code: 'contract' as const, details: [] }],
    'No message changes, but senders must send other runtime data',
  ],
])('the check’s title does not hide a risk behind messages that stay: %#', (risks, title) => {
  expect(checkTexts(reviewed(review([], { risks }))).title).toBe(title);
});

test('a comparison that is not whole says so, and does not claim that nothing changes', () => {
  const text = reviewComment(reviewed(review([], { incomplete: 'The base has 2 errors.' })));
  expect(text).toContain('## Not everything could be compared. No message is known to change');
  expect(text).toContain('**Not everything was compared**: The base has 2 errors.');
});

test.each([
  [
    'require',
    [],
    undefined,
    /Needs an approving review of `2222222` by somebody with write access other than its author\. A deployment holds/,
  ],
  ['require', ['lisa'], 'mona', /Approved at `2222222` by lisa\..*Another push needs another/],
  ['warn', [], 'mona', /other than mona, the author\. A deployment reports what nobody approved, and deploys it/],
  ['off', [], undefined, /Nobody has to approve this/],
  ['unknown', [], 'mona', /Whether somebody must approve this is unknown:(?!.*Nobody has to)/],
] as const)('approval: %s by %j', (policy, approvedBy, author, says) => {
  const approval = { policy, approvedBy, ...(author !== undefined && { author }) };
  expect(reviewComment(reviewed(oneChange(), { approval }))).toMatch(says);
});
