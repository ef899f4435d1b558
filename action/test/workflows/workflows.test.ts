import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withActionTable } from '../../../scripts/generate/action-table.ts';
import { actionCommands } from '../../src/github/inputs.ts';
import { evaluate, interpolate } from './expressions.ts';
import { type Lint, loadLanguageService } from './language-service.ts';

const root = join(import.meta.dirname, '../../..');
const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).sort();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly if?: string;
  readonly steps: readonly {
    id?: string;
    uses?: string;
    run?: string;
    if?: string;
    'timeout-minutes'?: number;
    with?: Readonly<Record<string, unknown>>;
  }[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency: { group: string; 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}
const action = parse(read('action/action.yml')) as {
  inputs: Readonly<Record<string, { required?: boolean; default?: string }>>;
  outputs: Readonly<Record<string, object>>;
};

describe('GitHub’s own checker', () => {
  let lint: Lint;
  beforeAll(async () => {
    lint = await loadLanguageService();
  });

  test.each([...workflows.map((name) => `${folder}/${name}`), 'action/action.yml'])(
    'finds nothing in %s',
    async (path) => {
      expect(await lint(path, read(path))).toEqual([]);
    },
  );

  test.each([
    ['a misspelt key', 'deploy.yml', 'runs-on', 'run-on'],
    ['an expression of nothing', 'deploy.yml', 'inputs.allow-archives', 'input.allow-archives'],
    ['a right that there is not', 'deploy.yml', 'contents: write', 'content: write'],
    ['a step that there is not', 'pull-request.yml', 'steps.gallery.outputs', 'steps.galery.outputs'],
  ])('would find %s', async (_, name, right, wrong) => {
    const path = `${folder}/${name}`;
    const text = read(path);
    expect(text).toContain(right);
    expect(await lint(path, text.replace(right, wrong))).not.toEqual([]);
  });
});

const expression = (text: string): string => `\${{ ${text} }}`;

/** Every right that a job has; what is not listed is nobody's. */
const rights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ci.yml/test': { contents: 'read' },
  'deploy.yml/deploy': { contents: 'write', 'pull-requests': 'read' },
  'pull-request.yml/review': { contents: 'read', 'pull-requests': 'write', checks: 'write' },
};

test('jobs have the rights that they need, and no other', () => {
  const found = workflows.flatMap((name) => {
    const { jobs } = parse(read(`${folder}/${name}`)) as Workflow;
    return Object.entries(jobs).map(([job, { permissions }]) => [`${name}/${job}`, permissions]);
  });
  expect(Object.fromEntries(found)).toEqual(rights);
});

describe.each(workflows)('%s', (name) => {
  const text = read(`${folder}/${name}`);
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('has no right but those that its jobs ask for, a limit of time, and a queue', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency.group).not.toBe('');
    expect(typeof workflow.concurrency['cancel-in-progress']).toBe('boolean');
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('uses nothing but exact commits, and says which version each is', () => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/^uses: (\.\/action|[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test('says of each checkout whether its token stays', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(typeof step.with?.['persist-credentials']).toBe('boolean');
  });

  test('puts nothing of an event into a shell', () => {
    expect(workflow.on).not.toHaveProperty('workflow_run');
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('asks the Action for what it has', () => {
    for (const step of steps.filter(({ uses }) => uses === './action')) {
      const { command, ...more } = step.with ?? {};
      expect(actionCommands).toContain(command);
      for (const input of Object.keys(more)) expect(action.inputs).toHaveProperty(input);
    }
    for (const { id } of steps.filter(({ uses }) => uses === './action'))
      for (const [, output] of text.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g')))
        expect(action.outputs).toHaveProperty(output!);
  });
});

test('only one deploy at a time, and only of the default branch; none is broken off', () => {
  const { concurrency, jobs } = parse(read(`${folder}/deploy.yml`)) as Workflow;
  expect(concurrency).toEqual({ group: 'tenantry-write', 'cancel-in-progress': false });
  expect(jobs.deploy?.if).toBe('github.ref_name == github.event.repository.default_branch');
});

describe('the workflow that runs for strangers with rights', () => {
  const text = read(`${folder}/pull-request.yml`);
  const { on, jobs, concurrency } = parse(text) as Workflow;
  const { if: condition = '', steps } = jobs.review!;
  const code = text.replace(/#.*/g, '');

  test('is the only one', () => {
    const targets = workflows.filter(
      (name) => 'pull_request_target' in (parse(read(`${folder}/${name}`)) as Workflow).on,
    );
    expect(targets).toEqual(['pull-request.yml']);
  });

  test('reports on every pull request, so that its check can be required', () => {
    const types = ['opened', 'synchronize', 'reopened', 'edited'];
    expect(on).toEqual({ pull_request_target: { types }, merge_group: null });
  });

  test('checks out the default branch and nothing else, runs no script, and has no secret', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with)).toEqual([
      { ref: expression('github.event.repository.default_branch'), 'fetch-depth': 0, 'persist-credentials': false },
    ]);
    expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
    expect(code).not.toMatch(/secrets\.|head_ref|pull_request\.head|github\.sha|cache/);
  });

  test.each([
    ['opened', { action: 'opened', pull_request: { number: 7 } }, true, 'pull-request-7'],
    ['pushed to', { action: 'synchronize', pull_request: { number: 7 } }, true, 'pull-request-7'],
    [
      'given another base',
      { action: 'edited', changes: { base: { ref: { from: 'x' } } }, pull_request: { number: 7 } },
      true,
      'pull-request-7',
    ],
    [
      'given another title',
      { action: 'edited', changes: { title: { from: 'x' } }, pull_request: { number: 7 } },
      false,
      'pull-request-7-edited',
    ],
    ['queued', { action: 'checks_requested', merge_group: {} }, true, 'pull-request-refs/heads/queue'],
  ])('%s', (_, event, runs, group) => {
    const context = { github: { event, ref: 'refs/heads/queue' } };
    expect(Boolean(evaluate(condition, context))).toBe(runs);
    expect(interpolate(concurrency.group, context)).toBe(group);
  });

  test('reports when the review failed, when there is no page, and when it cannot be uploaded', () => {
    const [, review, gallery, report] = steps;
    expect([review?.with?.command, report?.with?.command]).toEqual(['review', 'report']);
    const preview = (path: string) => ({ steps: { review: { outputs: { preview: path } } } });
    expect(interpolate(gallery?.if ?? '', preview('out/index.html'))).toBe('true');
    expect(interpolate(gallery?.if ?? '', preview(''))).toBe('false');
    expect(report?.if).toBe(expression('always()'));
    expect(review?.['timeout-minutes']).toBeLessThan(jobs.review?.['timeout-minutes'] ?? 0);
  });
});

test('the README has every input and output of the Action', () => {
  const readme = read('README.md');
  expect(withActionTable(readme, read('action/action.yml')), 'README.md is stale: run `npm run generate`').toBe(readme);
  for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
    expect(readme).toContain(`| \`${name}\` |`);
  expect(() => withActionTable('nothing here', 'inputs: {}\noutputs: {}\n')).toThrow('markers');
});
