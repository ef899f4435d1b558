import { describe, expect, test } from 'vitest';
import { checkTexts, withGalleryInCheck } from '../../src/github/comment/check.ts';
import { reviewComment } from '../../src/github/comment/comment.ts';
import { isUrl, lengthWithGallery, withGallery } from '../../src/github/comment/gallery-link.ts';
import { reviewSummary } from '../../src/github/comment/job-summary.ts';
import type { ReviewOutcome } from '../../src/github/comment/report.ts';
import { change, classOf, message, review } from './support/reviews.ts';
import { about, comingsAndGoings, diagnostics, oneChange, refusal, reviewed } from './support/scenes.ts';

const url = 'https://github.com/acme/messaging/actions/runs/17/artifacts/23';

describe('the gallery', () => {
  const comment = reviewComment(reviewed(comingsAndGoings()));

  test('is linked from the verdict and from each change, at the change', () => {
    const posted = withGallery(comment, { url });
    expect(posted).toContain(`**[Look at the 6 previews](${url})**: 17 messages change`);
    for (const { id } of comingsAndGoings().changes) expect(posted).toContain(`](${url}#${id})`);
    expect(posted).toContain(`[\`bolt/promo\`](${url}#bolt/promo/en) in en`);
    expect(posted).not.toContain('gallery:');
    expect(posted).not.toContain('tenantry:gallery');
  });

  test('is said to be missing, and why, where it is', () => {
    const posted = withGallery(comment, {
      missing: 'Uploading it failed: @octocat </details> [x](https://evil.example).',
    });
    expect(posted).toContain(
      '**There is no gallery to look at.** Uploading it failed: @\u200boctocat &#60;/details&#62;',
    );
    expect(posted).toContain('\n\n17 messages change in 5 ways');
    expect(posted).not.toMatch(/gallery:|\]\(https:\/\/(?!github\.com\/acme)/);
  });

  test('is not linked from where only a name says so', () => {
    const name = '[x](gallery:#y)';
    const lure = reviewComment(reviewed(review([change([classOf([message(name, name)])], { title: name })])));
    expect(withGallery(lure, { url })).not.toContain('#y');
    expect(withGallery(lure, { missing: 'It is full.' })).toContain('&#91;x&#93;(gallery:');
  });

  test.each([
    'javascript:alert(1)',
    'https://a.example/x)[y](https://evil.example',
    `https://a.example/${'a'.repeat(300)}`,
    'https://a.example/ x',
    '',
  ])('is missing where its address is %j', (wrong) => {
    expect(isUrl(wrong)).toBe(false);
    const posted = withGallery(comment, { url: wrong });
    expect(posted).toContain(
      '**There is no gallery to look at.** The URL that the gallery was uploaded to is invalid.',
    );
    expect(posted).not.toMatch(/\]\(https?:\/\/(?!github\.com\/acme)/);
  });

  test.each([{ url }, { url: `https://a.example/${'a'.repeat(280)}` }, { missing: '|'.repeat(1_000) }])(
    'never takes more room than was kept for it',
    (place) => {
      expect(withGallery(comment, place).length).toBeLessThanOrEqual(lengthWithGallery(comment));
    },
  );
});

describe('the check run', () => {
  const outcomes: readonly (readonly [string, ReviewOutcome, 'success' | 'failure'])[] = [
    ['a review', { kind: 'reviewed', review: oneChange(), diagnostics: [] }, 'success'],
    ['no change', { kind: 'reviewed', review: review([]), diagnostics: [] }, 'success'],
    ['a refusal', { kind: 'reviewed', review: review([], { refusals: [refusal] }), diagnostics: [] }, 'failure'],
    ['errors', { kind: 'invalid', diagnostics: diagnostics(2) }, 'failure'],
    ['a conflict', { kind: 'conflict', files: ['a'] }, 'failure'],
    ['too much', { kind: 'over-limits', message: 'too many files' }, 'failure'],
    ['a failure', { kind: 'failed', message: 'no space' }, 'failure'],
  ];

  test.each(outcomes)('of %s is right', (_, outcome, conclusion) => {
    const check = checkTexts({ outcome, about });
    expect(check.conclusion).toBe(conclusion);
    expect(check.title).not.toBe('');
    expect(check.summary).not.toBe('');
    expect(withGalleryInCheck(check, { url })).toMatchObject({ conclusion, title: check.title });
  });

  test.each([
    [
      'does not pass without the previews that it should have',
      oneChange(),
      'failure',
      /^No previews to look at\. 4 previews/,
    ],
    ['needs no gallery where nothing changes', review([]), 'success', /^No message changes$/],
  ] as const)('%s', (_, one, conclusion, title) => {
    const check = withGalleryInCheck(checkTexts(reviewed(one)), { missing: 'It was not uploaded.' });
    expect(check.conclusion).toBe(conclusion);
    expect(check.title).toMatch(title);
  });

  test('does not pass in the merge queue with what nobody approved, where that is asked for', () => {
    const approved = (policy: 'off' | 'warn' | 'require', unapproved?: number) => {
      const approval = { policy, approvedBy: [], ...(unapproved !== undefined && { unapproved }) };
      return checkTexts(reviewed(oneChange(), { approval }));
    };
    expect(approved('require', 3)).toMatchObject({
      conclusion: 'failure',
      title: expect.stringMatching(/^Not approved\. /),
    });
    expect(approved('require', 3).summary).toContain('**Nobody approved 3 messages.** A deployment holds');
    expect(approved('require', 0).summary).toContain('Every message that this changes is approved.');
    for (const check of [approved('require', 0), approved('require'), approved('warn', 3), approved('off', 3)]) {
      expect(check.conclusion).toBe('success');
    }
  });

  test('has an annotation for every diagnostic, errors first, at their places in the git repository', () => {
    const outcome = { kind: 'invalid', diagnostics: [...diagnostics(1, 'warning'), ...diagnostics(120)] } as const;
    const { annotations } = checkTexts({ outcome, about: { ...about, folder: 'messaging/' } });
    expect(annotations).toHaveLength(121);
    expect(annotations.at(-1)).toMatchObject({ annotation_level: 'warning' });
    expect(annotations[1]).toEqual({
      path: 'messaging/templates/welcome/html.hbs',
      start_line: 2,
      end_line: 2,
      start_column: 3,
      end_column: 3,
      annotation_level: 'failure',
      title: 'template-missing-variable',
      message:
        '`brand.name1` has no value (for acme, bolt and 345 more)\nSet it in tenants/_defaults.yaml, or print it with `default`.',
    });
  });
});

test('the job summary says the same, without links that nobody knows yet', () => {
  const summary = reviewSummary(reviewed(oneChange()));
  expect(summary).toContain('## 4 previews to look at: 345 tenants change, 5 held, 2 excluded');
  expect(summary).toContain('The gallery shows the 4 previews: 350 messages change');
  expect(summary).not.toMatch(/gallery:|<!--/);
});
