import { describe, expect, test } from 'vitest';
import { checkScope } from '../../src/commands/check-scope.ts';
import { loadRepository } from '../../src/config/load.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { commandNames, repositoryRoot, tenantry } from './support/terminal.ts';

const exitCodes = new RegExp(`\nExit codes:\n${[0, 1, 2, 3, 4, 5, 6].map((code) => `  ${code}  .*\n`).join('')}`);

test('the help says what there is, how to begin, and what exit codes mean', async () => {
  const { exitCode, stdout, stderr } = await tenantry(['--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(new Set(listed(stdout))).toEqual(new Set(commandNames.map((name) => name.split(' ')[0])));
  expect(stdout).toContain('npm run tenantry -- validate ');
  expect(stdout).toMatch(exitCodes);
});

test.each([...new Set(commandNames.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0]!))])(
  '%s has just the commands that are tested here',
  async (group) => {
    const { stdout } = await tenantry([group, '--help']);
    expect(listed(stdout).map((name) => `${group} ${name}`)).toEqual(
      expect.arrayContaining(commandNames.filter((name) => name.startsWith(`${group} `))),
    );
    expect(listed(stdout)).toHaveLength(commandNames.filter((name) => name.startsWith(`${group} `)).length);
  },
);

/** The commands that a help lists. */
function listed(help: string): string[] {
  const [, section = ''] = /\nCommands:\n([\s\S]*?)(?:\n\n|$)/.exec(help) ?? [];
  return [...section.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
}

/** Sections of examples, by command. */
const examples = new Map<string, string>();

describe.each(commandNames)('%s', (name) => {
  test('its help teaches by examples that use no option it does not have', async () => {
    const { exitCode, stdout, stderr } = await tenantry([...name.split(' '), '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: npm run tenantry -- ${name} `));
    expect(stdout).toMatch(exitCodes);
    const [, head = '', section = ''] = /^([\s\S]*)\nExamples:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    examples.set(name, section);
    const lines = section.split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const [command = ''] = line.split(/\s# /);
      expect(command).toMatch(new RegExp(`^  npm run tenantry -- ${name}\\b`));
      for (const option of command.match(/ --\w[\w-]*/g) ?? []) expect(head).toContain(`\n ${option}`);
    }
    for (const option of ['--root', '--now', '--json']) expect(head).toContain(option);
  });
});

test('the examples are about tenants and templates that there are', async () => {
  const text = [...examples.values()].join('\n');
  const ids = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, id]) => id!));
  const tenants = ids(/(?:--tenant|explain|pin) ([a-z-]+)/g);
  const templates = ids(/(?:--template |pin [a-z-]+ |explain [a-z-]+\/)([a-z-]+)/g);
  const labels = ids(/--label (\S+)/g);
  expect([tenants.size > 1, templates.size > 0, labels.size > 0]).toEqual([true, true, true]);
  const snapshot = openWorkingTree(repositoryRoot);
  const { repository } = loadRepository(snapshot);
  const all = { tenants: [...tenants], templates: [...templates], labels: {} };
  expect(() => checkScope(all, { repository, snapshot })).not.toThrow();
  for (const label of labels) {
    const [key = '', value = ''] = label.split('=');
    expect(() => checkScope({ ...all, tenants: [], labels: { [key]: value } }, { repository, snapshot })).not.toThrow();
  }
});

test.each([['ledger'], ['new'], ['credentials'], []])(
  '%s without more is no command, and says what there is',
  async (...args) => {
    const { exitCode, stdout, stderr } = await tenantry(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('Commands:');
    expect(stderr).not.toContain('See `');
  },
);
