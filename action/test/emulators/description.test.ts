import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/emulators/kernel.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { Description } from './description.ts';

const document = {
  openapi: '3.1.0',
  paths: {
    '/things/{id}': {
      post: {
        parameters: [
          { name: 'size', in: 'query', required: true, schema: { type: 'number', maximum: 200 } },
          { $ref: '#/components/parameters/Page' },
        ],
        requestBody: { $ref: '#/components/requestBodies/Thing' },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          204: {},
        },
      },
    },
  },
  components: {
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'string', maxLength: 3 } } },
    requestBodies: { Thing: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, note: { type: 'string', nullable: true } },
      },
    },
  },
};

let folder: string;
let description: Description;
beforeAll(() => {
  folder = temporaryFolder('description');
  const file = join(folder, 'vendor.json');
  writeFileSync(file, JSON.stringify(document));
  description = new Description(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

function problems(
  query: string,
  body: Exchange['request']['body'],
  reply: Exchange['reply'],
  path = '/things/1',
): string[] {
  const request = { method: 'POST', path, query: new URLSearchParams(query), headers: {}, body, origin: '' };
  return description.problems({ request, reply }).map((problem) => problem.replace(/^.*?→ \d+: /, ''));
}

const fine = { status: 200, body: { name: 'a', note: null } };

describe('what is held against a description', () => {
  it('has no problem where all is as described', () => {
    expect(problems('size=1&page=abc', { name: 'a' }, fine)).toEqual([]);
    expect(problems('size=1', { name: 'a' }, { status: 204 })).toEqual([]);
    expect(
      problems('size=1', { name: 'a' }, { status: 404, body: { errors: [{ field: null, message: 'gone' }] } }),
    ).toEqual([]);
  });

  it.each([
    ['query size is missing', '', { name: 'a' }, fine],
    ['query size must be <= 200', 'size=201', { name: 'a' }, fine],
    ['query page must NOT have more than 3 characters', 'size=1&page=abcd', { name: 'a' }, fine],
    ['query other is unknown', 'size=1&other=1', { name: 'a' }, fine],
    ["body must have required property 'name'", 'size=1', {}, fine],
    ['answer/note must be string,null', 'size=1', { name: 'a' }, { status: 200, body: { name: 'a', note: 1 } }],
    ['the status is not described', 'size=1', { name: 'a' }, { status: 201, body: { name: 'a' } }],
    ['the error is of another form: {"error":"no"}', 'size=1', { name: 'a' }, { status: 500, body: { error: 'no' } }],
    ['a body where none is described, or none', 'size=1', { name: 'a' }, { status: 204, body: {} }],
  ] as const)('notices: %s', (problem, query, body, reply) => {
    expect(problems(query, body, reply)).toEqual([problem]);
  });

  it('knows no other path', () => {
    expect(problems('size=1', { name: 'a' }, fine, '/things')).toEqual(['no such path']);
  });
});
