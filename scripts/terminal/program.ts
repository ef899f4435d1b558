import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { diagnosticsText } from '../../action/src/commands/diagnostics.ts';
import type { CommandResult, CommonOptions, World } from '../../action/src/commands/world.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { exitCodes, InvalidInput } from '../../action/src/diagnostics/errors.ts';
import { registerCommands } from './commands.ts';
import { failureOf } from './failure.ts';
import { addCommandHelp, addProgramHelp, invocation } from './help.ts';
import { addCommonOptions, type Common, scopeOf } from './options.ts';

/** The surroundings that the program runs in. */
export interface Terminal {
  world(options: WorldOptions): World;
  readonly out: Output;
  readonly err: Output;
}

interface Output {
  write(text: string): unknown;
  /** Whether it shows colours. */
  readonly colour: boolean;
}

export interface WorldOptions {
  readonly root: string;
  /** The time given with `--now`. */
  readonly now: Date | undefined;
  readonly json: boolean;
  /** Whether the command writes to vendors, and so must be stopped between two writes. */
  readonly writes: boolean;
  /** Whether it goes on until it is stopped, and has nothing to finish then. */
  readonly waits: boolean;
}

export interface About {
  readonly summary: string;
  /** Command lines without the name of the program. */
  readonly examples: readonly string[];
  /** Whether a run can be narrowed to tenants and templates; true by default. */
  readonly scope?: boolean;
  /** Whether it writes to vendors; false by default. */
  readonly writes?: boolean;
  /** Whether it goes on until it is stopped. */
  readonly waits?: (options: Record<string, unknown>) => boolean;
}

/** Adds a command, whose action receives the world and the options that every command has. */
export type Register = (
  name: string,
  about: About,
  define: (command: Command) => Command,
  run: (
    world: World,
    common: CommonOptions,
    options: Record<string, unknown>,
    args: string[],
  ) => Promise<CommandResult>,
) => void;

/** Creates the command line. Its `run` parses arguments, carries out the command, and resolves to the exit code. */
export function createProgram(terminal: Terminal): { run(args: readonly string[]): Promise<number> } {
  let exitCode: number = exitCodes.done;
  const program = newProgram(terminal);
  const register: Register = (name, about, define, run) => {
    const command = define(commandAt(program, name)).summary(about.summary).description(about.summary);
    addCommonOptions(command, { scope: about.scope ?? true });
    addCommandHelp(command, about.examples);
    command.action(async () => {
      const options = command.opts<Common & Record<string, unknown>>();
      exitCode = await carryOut(terminal, options, about, (world) =>
        run(world, { scope: scopeOf(options) }, options, command.args),
      );
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
        if (error.exitCode === 0) return exitCodes.done;
        const failure = failureOf(error);
        if (args.includes('--json')) print(terminal.out, failure.document);
        return failure.exitCode;
      }
    },
  };
}

function newProgram({ out, err }: Terminal): Command {
  const program = new Command(invocation)
    .description('Deploys message templates to hundreds of isolated vendor workspaces, from a Git repository.')
    .version(version(), '--version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help to see the commands and options)');
  addProgramHelp(program);
  return program;
}

/** Descriptions of the groups of commands that share a first word. */
const groups: Readonly<Record<string, string>> = {
  credentials: 'Keep vendors’ keys in the repository, encrypted.',
  ledger: 'Repair the ledger, which records what is deployed where.',
  new: 'Create a tenant or a template.',
};

/** The command of a name, created as needed. A name with two words, such as `ledger rebuild`, is a subcommand. */
function commandAt(program: Command, name: string): Command {
  let at = program;
  for (const word of name.split(' ')) {
    const known = at.commands.find((command) => command.name() === word);
    at =
      known ??
      at
        .command(word)
        .copyInheritedSettings(at)
        .description(groups[word] ?? '');
  }
  return at;
}

async function carryOut(
  terminal: Terminal,
  options: Common & Record<string, unknown>,
  { writes = false, waits }: About,
  run: (world: World) => Promise<CommandResult>,
): Promise<number> {
  const { out, err } = terminal;
  const { root, now, json = false } = options;
  const world = terminal.world({ root, now, json, writes, waits: waits?.(options) ?? false });
  try {
    const result = await run(world);
    world.progress.end();
    if (json) print(out, result.document);
    else out.write(result.text);
    return result.exitCode;
  } catch (error) {
    world.progress.end();
    const failure = failureOf(error);
    if (json) print(out, failure.document);
    if (error instanceof InvalidInput && error.diagnostics.length > 0)
      err.write(diagnosticsText(error.diagnostics, openWorkingTree(world.root), err.colour));
    err.write(failure.text);
    return failure.exitCode;
  }
}

function print(out: Output, document: object): void {
  out.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

function version(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
