import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Scope } from '../../action/src/plan/scope.ts';

/** Options that every command takes; the last three only where a run can be narrowed. */
export interface Common {
  readonly root: string;
  readonly json?: boolean;
  readonly now?: Date;
  readonly tenant?: readonly string[];
  readonly template?: readonly string[];
  readonly label?: Readonly<Record<string, string>>;
}

export function addCommonOptions(command: Command, { scope }: { scope: boolean }): void {
  command
    .addOption(new Option('--root <dir>', 'the repository').default('.', 'the current folder').argParser(folder))
    .addOption(new Option('--now <iso>', 'the time to use as now, for freezes and dates').argParser(moment))
    .option('--json', 'print one JSON document on stdout; progress goes to stderr');
  if (!scope) return;
  command
    .addOption(new Option('--tenant <id>', 'only this tenant (repeatable)').argParser(collect))
    .addOption(new Option('--template <id>', 'only this template (repeatable)').argParser(collect))
    .addOption(new Option('--label <key=value>', 'only tenants with this label (repeatable)').argParser(label));
}

export function scopeOf({ tenant = [], template = [], label = {} }: Common): Scope {
  return { tenants: [...tenant], templates: [...template], labels: label };
}

export function lockTimeoutOption(): Option {
  return new Option('--lock-timeout <s>', 'seconds to wait for another run that is writing')
    .default(300)
    .argParser(nonNegative);
}

/** The option for the port on which a command listens on this machine. */
export function portOption(description: string): Option {
  return new Option('--port <n>', description).argParser(port);
}

function port(value: string): number {
  const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError('Use a number from 0 to 65535.');
}

/** Parses a folder; refuses an empty text, which is what a shell makes of an unset variable. */
export function folder(value: string): string {
  if (value === '') throw new InvalidArgumentError('Name a folder.');
  return value;
}

/**
 * Collects the ids of a repeatable option. A value that begins with a hyphen is the next option, before which an id was
 * forgotten.
 */
export function collect(value: string, before: readonly string[] = []): string[] {
  if (value === '' || value.startsWith('-')) throw new InvalidArgumentError('Name an id.');
  return [...before, value];
}

function label(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, key, wanted] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (key === undefined || wanted === undefined) throw new InvalidArgumentError('Write it as key=value.');
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`There is already a value for “${key}”.`);
  return { ...before, [key]: wanted };
}

function moment(value: string): Date {
  // `Date` alone would also accept “1” and “May”.
  const parsed = /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? new Date(value) : undefined;
  if (!parsed || Number.isNaN(parsed.getTime())) {
    throw new InvalidArgumentError('Write it as 2026-11-25 or 2026-11-25T08:00:00Z.');
  }
  return parsed;
}

function nonNegative(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number) || number < 0) throw new InvalidArgumentError('Use a number of seconds.');
  return number;
}
