import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect, it } from 'vitest';
import { decodeEntities } from '../oracle/support/send.ts';

const root = join(import.meta.dirname, '../../..');
/** Everything that people read on GitHub; not what tests expect of comments. */
const files = globSync(['README.md', 'action/docs/**/*.md'], { cwd: root });
const pages = new Map(files.map((file) => [file, htmlOf(readFileSync(join(root, file), 'utf8'))]));

function htmlOf(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** The anchors of a page's headings, as GitHub makes them: github.com/Flet/github-slugger. */
function anchorsOf(html: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, , inner = ''] of html.matchAll(/<h([1-6])>(.*?)<\/h\1>/gs)) {
    const text = decodeEntities(inner.replace(/<[^>]*>/g, ''));
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id = ''] of html.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

/** What is wrong with the links of a page to places in this repository. */
function brokenLinks(file: string, html: string): string[] {
  const links = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, link = '']) => decodeURI(decodeEntities(link)));
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const to = path === '' ? file : relative(root, join(root, dirname(file), path));
    const there = statSync(join(root, to), { throwIfNoEntry: false });
    if (to.startsWith('..') || !there) return [`${file}: there is no ${link}`];
    if (anchor === undefined) return [];
    const page = pages.get(to);
    return page !== undefined && anchorsOf(page).has(anchor) ? [] : [`${file}: there is no heading of ${link}`];
  });
}

it('lead to files and headings that are there', () => {
  expect(files.length).toBeGreaterThan(40);
  expect([...pages].flatMap(([file, html]) => brokenLinks(file, html))).toEqual([]);
});

it('are noticed where they lead nowhere', () => {
  const page = htmlOf('[a](gone.md) [b](#gone) [c](action/docs/files.md#gone) [d](../outside) `[e](code.md)`');
  expect(brokenLinks('README.md', page)).toHaveLength(4);
});
