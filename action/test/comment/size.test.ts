import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTexts, longestCheckText } from '../../src/github/comment/check.ts';
import { longestComment, reviewComment } from '../../src/github/comment/comment.ts';
import { withGallery } from '../../src/github/comment/gallery-link.ts';
import { reviewSummary } from '../../src/github/comment/job-summary.ts';
import { verdictOf } from '../../src/github/comment/verdict.ts';
import type { Change, Review, Risk } from '../../src/review/review.ts';
import { hostileText } from './support/arbitraries.ts';
import { change, classOf, hunk, message, review } from './support/reviews.ts';
import { diagnostics, reviewed } from './support/scenes.ts';

const longestUrl = `https://github.example/${'a'.repeat(240)}/actions/runs/1/artifacts/2`;

/** A few texts, repeated: what is tried is the number of things, not how they are written. */
const texts = fc.array(
  fc.oneof(
    hostileText,
    fc.string({ maxLength: 20 }),
    hostileText.map((text) => text.repeat(10)),
  ),
  { minLength: 3, maxLength: 8 },
);

const scale = fc.record({
  changes: fc.oneof(fc.nat(100), fc.nat(5_000)),
  classesEach: fc.integer({ min: 1, max: 4 }),
  stops: fc.nat(30),
  looks: fc.nat(200),
  others: fc.nat(3_000),
  texts,
});

function build({
  changes,
  classesEach,
  stops,
  looks,
  others,
  texts,
}: typeof scale extends fc.Arbitrary<infer T> ? T : never): Review {
  const text = (index: number): string => texts[index % texts.length]!;
  const list = <T>(length: number, make: (index: number) => T): T[] =>
    Array.from({ length }, (_, index) => make(index));
  const risk = (severity: Risk['severity'], index: number): Risk => ({
    code: (['legal', 'links', 'sender', 'policy'] as const)[index % 4]!,
    severity,
    message: `${severity} ${index} is ${text(index)}`,
    details: list(12, (at) => text(index + at)),
    changes: ['0123456789ab'],
  });
  const all = list(changes, (index): Change => {
    const classes = list(index % 3 === 0 ? 1 : classesEach, (at) =>
      classOf([message(`${text(index)} ${index}`, `${text(at)} ${at}`, { locale: text(index) })]),
    );
    return change(classes, {
      title: `${text(index)} ${index}`,
      hunks: list(index % 5, (at) => hunk(text(at), text(at + 1), { field: text(at), lead: text(index) })),
    });
  });
  return review(all, {
    risks: [...list(stops, (index) => risk('stop', index)), ...list(looks, (index) => risk('look', index))],
    unexpected: list(others, (index) => ({
      tenant: text(index),
      template: `t${index}`,
      code: 'pinned',
      message: `${text(index)} ${index % 50}`,
    })),
    unaffected: list(others % 100, (index) => ({
      code: 'x',
      reason: `${text(index)} ${index}`,
      pairs: index,
      tenants: texts,
    })),
    forecast: {
      ...{ writes: changes, archives: 0, calls: changes, seconds: 1 },
      accounts: list(others % 60, (index) => ({
        ...{ account: text(index), provider: text(index), live: 'on-write' as const, writes: 1 },
        headroom: { used: 1, of: 2, workspace: text(index) },
      })),
    },
    refusals: list(stops % 4, (index) => ({ code: 'too-many-archives', message: text(index), fix: text(index + 1) })),
  });
}

test('whatever is changed, all texts have room where they go, and hold what nobody may miss', () => {
  fc.assert(
    fc.property(scale, (about) => {
      const one = build(about);
      const report = reviewed(one);
      const comment = reviewComment(report);
      for (const place of [{ url: longestUrl }, { missing: '|'.repeat(5_000) }]) {
        const posted = withGallery(comment, place);
        expect(posted.length).toBeLessThanOrEqual(longestComment);
        expect(Buffer.byteLength(posted)).toBeLessThanOrEqual(262_144);
        const { summary, text } = checkTexts(report);
        for (const part of [summary, text])
          expect(withGallery(part, place).length).toBeLessThanOrEqual(longestCheckText);
      }
      expect(Buffer.byteLength(reviewSummary(report))).toBeLessThan(1024 * 1024);

      expect(comment).toContain(`\n## ${verdictOf(report.outcome)}\n`);
      for (let index = 0; index < about.stops; index++) expect(comment).toContain(`stop ${index} `);
      const singles = one.changes.filter(({ classes }) => classes.length === 1).length;
      if (one.changes.length > 1 && singles > 0 && singles < one.changes.length) {
        expect(comment).toContain(`, ${singles.toLocaleString('en')} of them in a single message.`);
      }
    }),
    { seed: 20261123, numRuns: 6 },
  );
});

test('a review of 20,000 classes is one that people can still read', () => {
  const classes = Array.from({ length: 20_000 }, (_, index) =>
    classOf([message(`tenant-${index}`, `template-${index % 100}`)]),
  );
  const changes = Array.from({ length: 4_000 }, (_, index) => {
    return change(classes.slice(index * 5, index * 5 + 5), {
      title: `change ${index}`,
      hunks: [hunk(`a${index}`, 'b')],
    });
  });
  const text = reviewComment(reviewed(review(changes)));
  expect(text.length).toBeLessThanOrEqual(longestComment);
  expect(text).toContain('20,000 messages change in 4,000 ways.');
  expect(text.match(/^\| \d+ \| `html`/gm)?.length).toBeGreaterThanOrEqual(30);
});

test('diagnostics of any length have room', () => {
  fc.assert(
    fc.property(fc.nat(1_000), hostileText, (number, text) => {
      const long = text.repeat(100);
      const items = diagnostics(number + 1).map((item) => ({
        ...item,
        message: long,
        fix: long,
        file: long,
        code: 'a',
      }));
      const report = { outcome: { kind: 'invalid', diagnostics: items }, about: reviewed(review([])).about } as const;
      expect(reviewComment(report).length).toBeLessThanOrEqual(longestComment);
      expect(checkTexts(report).summary.length).toBeLessThanOrEqual(longestCheckText);
      expect(Buffer.byteLength(reviewSummary(report))).toBeLessThan(1024 * 1024);
    }),
    { seed: 7, numRuns: 10 },
  );
});
