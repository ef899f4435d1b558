import { InvalidInput } from '../diagnostics/errors.ts';

/** The values that the input `command` can have. */
export const actionCommands = ['validate', 'plan', 'preview', 'deploy', 'review', 'report'] as const;

/** The commands that work on the files of the checkout, as in the terminal. */
export type CommandOnFiles = Exclude<Inputs['command'], 'review' | 'report'>;

export interface Inputs {
  readonly command: (typeof actionCommands)[number];
  readonly root: string;
  readonly out: string;
  readonly all: boolean;
  readonly allowArchives: boolean;
  readonly lockTimeout: number;
  /** Masked in logs. */
  readonly token: string;
  readonly galleryUrl: string;
}

/** Reads and checks the inputs. All of them are checked here, because GitHub enforces neither `required` nor types. */
export function readInputs(get: (name: string) => string): Inputs {
  return {
    command: commandOf(get('command')),
    root: get('root') || '.',
    out: get('out') || '.tenantry/out',
    all: flag(get, 'all'),
    allowArchives: flag(get, 'allow-archives'),
    lockTimeout: secondsOf(get('lock-timeout') || '300'),
    token: get('token'),
    galleryUrl: get('gallery-url'),
  };
}

function commandOf(value: string): Inputs['command'] {
  const command = actionCommands.find((name) => name === value);
  if (command) return command;
  const found = value === '' ? 'is missing' : `is “${value}”`;
  throw new InvalidInput(`the input “command” ${found}`, { fix: `Set it to one of ${actionCommands.join(', ')}.` });
}

function flag(get: (name: string) => string, name: string): boolean {
  const value = get(name) || 'false';
  if (value !== 'true' && value !== 'false') {
    throw new InvalidInput(`the input “${name}” is “${value}”`, { fix: 'Set it to true or false.' });
  }
  return value === 'true';
}

function secondsOf(value: string): number {
  const seconds = Number(value);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new InvalidInput(`the input “lock-timeout” is “${value}”`, { fix: 'Set it to a number of seconds.' });
}
