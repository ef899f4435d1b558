import type { Command } from 'commander';

/** How a command is invoked, so that help and examples can be pasted. */
export const invocation = 'npm run tenantry --';

const exitCodes = `
Exit codes:
  0  done, nothing wrong
  1  a bug in Tenantry, or the system refused something
  2  something would change (\`plan --detailed-exitcode\` only)
  3  invalid input: the files, or the command line
  4  credentials refused
  5  some pairs failed, or are held and need attention
  6  refused by a guard
`;

const start = `
Start:
  ${invocation} validate      are all files valid?
  ${invocation} plan          what would a deployment change, and why?
  ${invocation} preview       how do the changed messages look, before and after?
  ${invocation} deploy        make it so
  ${invocation} status        what is deployed where?

Each command has a --help of its own, with examples. For scripts, \`npm run -s tenantry -- <command> --json\` prints one
JSON document and nothing else on stdout.
`;

/** Adds what stands below the list of commands: how to start, and the exit codes. */
export function addProgramHelp(program: Command): void {
  program.addHelpText('after', start + exitCodes);
}

/** Adds what stands below a command's options: examples that can be pasted, and the exit codes. */
export function addCommandHelp(command: Command, examples: readonly string[]): void {
  const lines = examples.map((example) => `  ${invocation} ${example}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}\n${exitCodes}`);
}
