import { expect, test } from 'vitest';
import { longestCheckText } from '../../src/github/comment/check.ts';
import { judge, type WireRequest } from './support/description.ts';

/** The description that the other tests hold requests against would find what is wrong with one. */
const right: WireRequest = {
  method: 'POST',
  url: '/repos/larder/messaging/check-runs',
  headers: { accept: 'application/vnd.github.v3+json', authorization: 'token x', 'user-agent': 'tenantry' },
  body: JSON.stringify({ name: 'Tenantry', head_sha: 'a', output: { title: 'x', summary: 'y' } }),
};
const list: WireRequest = { ...right, method: 'GET', url: '/repos/larder/messaging/issues/7/comments', body: '' };
const body = (value: object): WireRequest => ({ ...right, body: JSON.stringify(value) });
const annotation = { path: 'x', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'x' };

test.each([right, list, { ...list, url: `${list.url}?per_page=100&page=2` }])('right: %j', (request) => {
  expect(judge(request).violations).toEqual([]);
});

test.each<[RegExp, WireRequest]>([
  [/is not described/, { ...right, url: '/repos/larder/messaging/check-run' }],
  [/is not described/, { ...right, method: 'PUT' }],
  [/no user-agent/, { ...right, headers: { ...right.headers, 'user-agent': undefined } }],
  [/no token/, { ...right, headers: { ...right.headers, authorization: undefined } }],
  [/accept is/, { ...right, headers: { ...right.headers, accept: '*/*' } }],
  [/issue_number/, { ...list, url: '/repos/larder/messaging/issues/seven/comments' }],
  [/pages is no parameter/, { ...list, url: `${list.url}?pages=2` }],
  [/more than 100/, { ...list, url: `${list.url}?per_page=101` }],
  [/a body where none/, { ...list, body: '{}' }],
  [/head_sha/, body({ name: 'x' })],
  [/body\/titel is no property/, body({ name: 'x', head_sha: 'a', titel: 'y' })],
  [/must have required property 'summary'/, body({ name: 'x', head_sha: 'a', output: { title: 'x' } })],
  [/conclusion/, body({ name: 'x', head_sha: 'a', conclusion: 'green' })],
  [/65535/, body({ name: 'x', head_sha: 'a', output: { title: 'x', summary: 'y'.repeat(longestCheckText + 1) } })],
  [
    /50 items/,
    body({ name: 'x', head_sha: 'a', output: { title: 'x', summary: 'y', annotations: Array(51).fill(annotation) } }),
  ],
  [
    /annotation_level/,
    body({
      name: 'x',
      head_sha: 'a',
      output: { title: 'x', summary: 'y', annotations: [{ ...annotation, annotation_level: 'error' }] },
    }),
  ],
])('wrong: %s', (words, request) => {
  expect(judge(request).violations.join()).toMatch(words);
});
