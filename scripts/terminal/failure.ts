import { CommanderError } from 'commander';
import { diagnosticsDocument } from '../../action/src/commands/diagnostics.ts';
import { sentence } from '../../action/src/commands/text.ts';
import { type ExitCode, exitCodes, InvalidInput, UserError } from '../../action/src/diagnostics/errors.ts';

/** What the terminal says of something that was thrown. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** For people; empty where it was said already. Ends in a line break otherwise. */
  readonly text: string;
  /** For programs: conforms to `validate.schema.json` where the repository's files are wrong, else to `error.schema.json`. */
  readonly document: object;
}

/** Tells the user's mistakes, the machine's refusals and our bugs apart. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return misuse(error);
  if (error instanceof InvalidInput && error.diagnostics.length > 0) {
    return { ...described(error), document: diagnosticsDocument(error.diagnostics) };
  }
  if (error instanceof UserError) return described(error);
  const refused = refusedBySystem(error);
  return refused ? described(refused) : bug(error);
}

/** Commander has said it on stderr by then. */
function misuse({ message }: CommanderError): Failure {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const hint = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  return { exitCode: exitCodes.invalid, text: '', document: documentOf(first, hint || 'See --help.') };
}

function described({ exitCode, message, fix }: UserError): Failure {
  const text = `tenantry: ${sentence(message)}\n${fix ? `  ${fix}\n` : ''}`;
  return { exitCode, text, document: documentOf(message, fix) };
}

/** A file that cannot be read or written, a full disk: nothing is wrong with Tenantry, nor with the repository. */
function refusedBySystem(error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined) return undefined;
  return new UserError(
    exitCodes.unexpected,
    `the system refused it: ${error.message}`,
    `Look at ${path || 'the path'}.`,
  );
}

function bug(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `tenantry: this is a bug of Tenantry. Please report it, with what follows.\n${stack}\n`;
  const document = documentOf(`a bug of Tenantry: ${error instanceof Error ? error.message : String(error)}`);
  return { exitCode: exitCodes.unexpected, text, document };
}

function documentOf(message: string, fix?: string): object {
  return { error: { message, ...(fix && { fix }) } };
}
