import { InvalidInput } from '../diagnostics/errors.ts';
import type { Journal, LedgerChange } from './ledger.ts';
import { isLedgerLine } from './line.ts';

/**
 * The number of changes after which a writer folds on its own, so that neither journals nor memory grow without bound.
 */
export const journalLimit = 100_000;

/**
 * The changes of one holder of the lock. A run that was started again under its old name has several sessions in one
 * journal.
 */
export interface Session extends Journal {
  /** Higher for later holders of the lock. */
  readonly sequence: number;
}

/** The first line of a session. */
export function formatSession(run: string, sequence: number): string {
  return `${JSON.stringify({ tenantry: 'journal', version: 1, run, sequence })}\n`;
}

/** The lines of changes, one each. */
export function formatChanges(changes: readonly LedgerChange[]): string {
  return changes.map((change) => `${JSON.stringify(change)}\n`).join('');
}

/**
 * Parses a journal. Whatever follows the last line end was being written when the run died and was never acknowledged,
 * so it is left out. Throws InvalidInput for any other damage.
 * @param file the journal's name in messages
 * @param removal how to remove it
 */
export function parseJournal(text: string, file: string, removal = `Delete ${file}`): Session[] {
  const sessions: (Session & { readonly changes: LedgerChange[] })[] = [];
  const lines = text.split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const value = parse(line);
    const current = sessions.at(-1);
    if (isHeader(value)) sessions.push({ run: value.run, sequence: value.sequence, changes: [] });
    else if (current && isChange(value)) current.changes.push(value);
    else throw damaged(file, index + 1, removal);
  }
  return sessions;
}

/** Sorts sessions, oldest first. */
export function inOrder(sessions: Iterable<Session>): Session[] {
  return [...sessions].sort((a, b) => a.sequence - b.sequence);
}

/** The number for the next session: higher than that of any session not folded yet. */
export function nextSequence(sessions: Iterable<Session>): number {
  let last = 0;
  for (const { sequence } of sessions) last = Math.max(last, sequence);
  return last + 1;
}

/** Throws TypeError for a run's name that cannot be part of a file name or ref. */
export function checkRun(run: string): void {
  if (!/^[A-Za-z0-9]([A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*$/.test(run) || run.endsWith('.lock')) {
    throw new TypeError(`not a name for a run: ${JSON.stringify(run)}`);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isHeader(value: unknown): value is { run: string; sequence: number } {
  if (!isRecord(value) || value.tenantry !== 'journal' || value.version !== 1) return false;
  return typeof value.run === 'string' && typeof value.sequence === 'number';
}

function isChange(value: unknown): value is LedgerChange {
  if (!isRecord(value) || !isRecord(value.destination)) return false;
  if (typeof value.destination.account !== 'string' || typeof value.destination.workspace !== 'string') return false;
  if (value.op === 'intend' || value.op === 'set') return isLedgerLine(value.line);
  if (value.op === 'clear') return true;
  if (value.op !== 'delete') return false;
  return typeof value.tenant === 'string' && typeof value.template === 'string' && typeof value.locale === 'string';
}

function damaged(file: string, line: number, removal: string): InvalidInput {
  return new InvalidInput(`${file}:${line} is damaged: it is not a journal line`, {
    fix: `${removal}, then run \`npm run tenantry -- ledger rebuild\`: it rebuilds the ledger from what the workspaces hold.`,
  });
}
