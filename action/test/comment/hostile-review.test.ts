import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reviewComment } from '../../src/github/comment/comment.ts';
import { withGallery } from '../../src/github/comment/gallery-link.ts';
import type { ReviewOutcome } from '../../src/github/comment/report.ts';
import { hostileText } from './support/arbitraries.ts';
import { afterRendering, render } from './support/rendered.ts';
import { change, classOf, hunk, message, review } from './support/reviews.ts';
import { about } from './support/scenes.ts';

/** A review in which everything that comes from the repository is `text`, numbered where it must be different. */
function reviewOf(text: string): ReviewOutcome {
  const classes = [0, 1].map((index) =>
    classOf([message(`${text} ${index}`, text, { locale: text })], { dialect: text }),
  );
  const edited = change(classes, {
    id: 'aaaaaaaaaaaa',
    hunks: [hunk(text, `${text}2`, { field: text, lead: text, tail: text })],
  });
  const risk = { code: 'links', message: text, details: [text, text], changes: ['0123456789ab'] } as const;
  return {
    kind: 'reviewed',
    review: review([edited, change(classes, { id: 'bbbbbbbbbbbb', title: text, kind: 'archive' })], {
      risks: [
        { ...risk, severity: 'stop' },
        { ...risk, severity: 'look' },
      ],
      refusals: [{ code: 'too-many-archives', message: 'refused', fix: 'mend it' }],
      unexpected: [{ tenant: text, template: text, code: 'pinned', message: text }],
      unaffected: [{ code: 'x', reason: text, pairs: 1, tenants: [text] }],
      forecast: {
        ...{ writes: 1, archives: 0, calls: 1, seconds: 1 },
        accounts: [
          {
            ...{ account: text, provider: text, live: 'on-write', writes: 1 },
            headroom: { used: 1, of: 2, workspace: text },
          },
        ],
      },
      incomplete: 'The base has errors.',
    }),
    diagnostics: [],
  };
}

function invalid(text: string): ReviewOutcome {
  const item = { code: 'yaml-syntax', severity: 'error', line: 1, column: 1 } as const;
  // Backticks of ours quote; what a stranger puts between theirs is code at worst.
  const said = text.replaceAll('`', '');
  return {
    kind: 'invalid',
    diagnostics: [{ ...item, file: `a${text}`, message: `It says ${said} x`, fix: `Do ${said} x` }],
  };
}

const conflict = (text: string): ReviewOutcome => ({ kind: 'conflict', files: [`a${text}`, `b${text}`] });

test.each([reviewOf, invalid, conflict])('nothing that a stranger writes does anything in a comment', (outcomeOf) => {
  const show = (text: string) => {
    const comment = reviewComment({
      outcome: outcomeOf(text),
      about: { ...about, approval: { policy: 'warn', approvedBy: [], author: text } },
    });
    return render(withGallery(comment, { url: 'https://ours.example/1' }));
  };
  const harmless = show('x').tags;
  fc.assert(
    fc.property(hostileText, (text) => {
      const { tags, texts } = show(text);
      expect(tags).toEqual(harmless);
      for (const [name, pattern] of Object.entries(afterRendering)) {
        for (const one of texts) expect(one, name).not.toMatch(pattern);
      }
    }),
    { seed: 11, numRuns: 60 },
  );
});
