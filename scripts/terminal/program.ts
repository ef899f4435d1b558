import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { diagnosticsDocument, diagnosticsText } from '../../action/src/commands/diagnostics.ts';
import type { CommandResult, CommonOptions, World } from '../../action/src/commands/world.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { exitCodes, InvalidInput, UserError } from '../../action/src/diagnostics/errors.ts';
import { registerCommands } from './commands.ts';

/** What the program is run in. */
export interface Terminal {
  world(options: { root: string; now?: Date; json: boolean }): World;
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

/** Options that every command takes. */
interface Common {
  readonly root: string;
  readonly json?: true;
  readonly now?: Date;
  readonly tenant: readonly string[];
  readonly template: readonly string[];
  readonly label: Readonly<Record<string, string>>;
}

/** Adds a command; its action gets the world and the options that every command has. */
export type Register = (
  name: string,
  about: { summary: string; examples: readonly string[]; scope?: boolean },
  define: (command: Command) => Command,
  run: (
    world: World,
    common: CommonOptions,
    options: Record<string, unknown>,
    args: string[],
  ) => Promise<CommandResult>,
) => void;

const exitCodesHelp = `
Exit codes:
  0  done, nothing wrong         4  credentials refused
  1  a bug of Tenantry           5  some pairs failed or were held
  2  changes (plan only)         6  refused by a guard
  3  invalid input
`;

/** The command line: `run` parses arguments, carries the command out, and resolves to the exit code. */
export function createProgram(terminal: Terminal): { run(args: readonly string[]): Promise<number> } {
  let exitCode: number = exitCodes.done;
  const program = new Command('tenantry')
    .description('Deploys message templates to hundreds of isolated vendor workspaces, from a Git repository.')
    .version(version(), '--version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: (text) => terminal.err.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', exitCodesHelp);
  const register: Register = (name, about, define, run) => {
    const command = define(commandAt(program, name));
    command.summary(about.summary).description(about.summary).addHelpText('after', examplesHelp(about.examples));
    addCommon(command, about.scope ?? true);
    command.action(async (...received: unknown[]) => {
      const options = command.opts<Common & Record<string, unknown>>();
      const args = command.args;
      void received;
      exitCode = await carryOut(terminal, options, (world, common) => run(world, common, options, args));
    });
  };
  registerCommands(register);
  return {
    async run(args) {
      try {
        await program.parseAsync([...args], { from: 'user' });
        return exitCode;
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        return error.exitCode === 0 ? exitCodes.done : exitCodes.invalid;
      }
    },
  };
}

/** The subcommand `ledger rebuild` of `ledger`, and the like. */
function commandAt(program: Command, name: string): Command {
  let at = program;
  const words = name.split(' ');
  for (const [index, word] of words.entries()) {
    const known = at.commands.find((command) => command.name() === word);
    const command =
      known ?? at.command(word).copyInheritedSettings(at).showHelpAfterError('(add --help for what there is)');
    if (!known && index < words.length - 1) command.description(`See \`tenantry ${word} --help\`.`);
    at = command;
  }
  return at;
}

function addCommon(command: Command, scope: boolean): void {
  command
    .addOption(new Option('--root <dir>', 'the repository').default('.', 'the current folder'))
    .addOption(new Option('--now <iso>', 'the moment to work at, for freezes and dates').argParser(parseMoment))
    .option('--json', 'print one JSON document; what is said along the way goes to stderr');
  if (!scope) return;
  command
    .addOption(new Option('--tenant <id>', 'only this tenant (repeatable)').default([], 'all').argParser(collect))
    .addOption(new Option('--template <id>', 'only this template (repeatable)').default([], 'all').argParser(collect))
    .addOption(
      new Option('--label <key=value>', 'only tenants with this label (repeatable)')
        .default({}, 'any')
        .argParser(label),
    );
}

async function carryOut(
  terminal: Terminal,
  options: Common,
  run: (world: World, common: CommonOptions) => Promise<CommandResult>,
): Promise<number> {
  const world = terminal.world({
    root: options.root,
    json: options.json ?? false,
    ...(options.now && { now: options.now }),
  });
  const scope = {
    tenants: [...(options.tenant ?? [])],
    templates: [...(options.template ?? [])],
    labels: options.label ?? {},
  };
  try {
    const result = await run(world, { scope });
    terminal.out.write(options.json ? `${JSON.stringify(result.document, undefined, 2)}\n` : result.text);
    return result.exitCode;
  } catch (error) {
    world.progress.end();
    if (!(error instanceof UserError)) throw error;
    if (options.json) terminal.out.write(`${JSON.stringify(errorDocument(error), undefined, 2)}\n`);
    if (error instanceof InvalidInput && error.diagnostics.length > 0)
      terminal.err.write(diagnosticsText(error.diagnostics, openWorkingTree(world.root), world.colour));
    terminal.err.write(`tenantry: ${error.message}.\n${error.fix ? `  ${error.fix}\n` : ''}`);
    return error.exitCode;
  }
}

/** With `--json` even a refusal is a document. */
function errorDocument(error: UserError): object {
  if (error instanceof InvalidInput && error.diagnostics.length > 0) return diagnosticsDocument(error.diagnostics);
  return { error: { message: error.message, ...(error.fix && { fix: error.fix }) } };
}

function examplesHelp(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}\n`;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function label(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [key, wanted, ...more] = value.split('=');
  if (!key || wanted === undefined || more.length > 0) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [key]: wanted };
}

function parseMoment(value: string): Date {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) throw new InvalidArgumentError('Write it as 2026-11-25 or 2026-11-25T08:00:00Z.');
  return moment;
}

function version(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
