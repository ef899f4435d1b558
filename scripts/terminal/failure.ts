import { CommanderError } from 'commander';
import { diagnosticsDocument } from '../../action/src/commands/diagnostics.ts';
import { sentence } from '../../action/src/commands/text.ts';
import { type ExitCode, exitCodes, InvalidInput, UserError } from '../../action/src/diagnostics/errors.ts';

/** What the terminal reports for something that was thrown. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** For people: empty where it was printed already, else ending in a line break. */
  readonly text: string;
  /**
   * For programs: conforms to `validate.schema.json` where the repository's files are wrong, else to
   * `error.schema.json`.
   */
  readonly document: object;
}

/** Distinguishes the user's mistakes, the machine's refusals and our bugs. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return misuse(error);
  if (error instanceof InvalidInput && error.diagnostics.length > 0) {
    return { ...described(error), document: diagnosticsDocument(error.diagnostics) };
  }
  if (error instanceof UserError) return described(error);
  const refused = refusedBySystem(error);
  return refused ? described(refused) : bug(error);
}

/** A mistake on the command line, which Commander has already reported on stderr. */
function misuse({ message }: CommanderError): Failure {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const hint = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  return { exitCode: exitCodes.invalid, text: '', document: documentOf(first, hint || 'See --help.') };
}

function described({ exitCode, message, fix }: UserError): Failure {
  const text = `tenantry: ${sentence(message)}\n${fix ? `  ${fix}\n` : ''}`;
  return { exitCode, text, document: documentOf(message, fix) };
}

/**
 * The user error for a refusal of the system, such as an unreadable file or a full disk: nothing is wrong with Tenantry
 * or the repository. Undefined for any other error.
 */
function refusedBySystem(error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined) return undefined;
  return new UserError(exitCodes.unexpected, `the system refused it: ${error.message}`, `Check ${path || 'the path'}.`);
}

function bug(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `tenantry: this is a bug in Tenantry. Please report it, with the following.\n${stack}\n`;
  const document = documentOf(`a bug in Tenantry: ${error instanceof Error ? error.message : String(error)}`);
  return { exitCode: exitCodes.unexpected, text, document };
}

function documentOf(message: string, fix?: string): object {
  return { error: { message, ...(fix && { fix }) } };
}
