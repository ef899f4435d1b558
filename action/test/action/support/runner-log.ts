/** A workflow command, as the runner would understand a line. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Reads a step's output as the runner does: CR, LF and CRLF end lines; a line that begins with `::` after white space
 * is a command, as is `##[…]` anywhere in a line.
 */
export function readLog(text: string): { commands: Command[]; log: string } {
  const commands: Command[] = [];
  const log: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const command = readCommand(line.trimStart());
    if (command) commands.push(command);
    else log.push(line);
  }
  return { commands, log: log.join('\n') };
}

function readCommand(line: string): Command | undefined {
  const [, name = '', properties = '', message = ''] = /^::(\S+?)(?: (.*?))?::(.*)$/.exec(line) ?? [];
  if (name) return { name, properties: readProperties(properties), message: decoded(message) };
  const old = /##\[([^\]]*)\](.*)$/.exec(line);
  return old ? { name: `##${old[1]}`, properties: {}, message: old[2] ?? '' } : undefined;
}

function readProperties(text: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0], decoded(pair.slice(pair.indexOf('=') + 1))]));
}

function decoded(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
