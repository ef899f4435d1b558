import { InvalidArgumentError, Option } from 'commander';
import { providers } from '../../action/src/providers/registry.ts';
import { collect, portOption } from './options.ts';
import type { Register } from './program.ts';

/** Every vendor has an emulator except the embedded one, which needs none. */
const vendors = Object.keys(providers).filter((name) => name !== 'local');

/** Registers the command that emulates a vendor. */
export function registerEmulate(register: Register): void {
  register(
    'emulate',
    {
      summary: 'Emulate a vendor on this machine until stopped, to try a deployment and its failures.',
      scope: false,
      waits: () => true,
      examples: [
        'emulate sendgrid --port 4010',
        'emulate sendgrid --port 4010 --workspace sunnyside --latency 100',
        'emulate sendgrid --rate 100/10 --rate-per key      # 100 calls in 10 s, shared by all workspaces',
      ],
    },
    (command) =>
      command
        .argument('<vendor>', vendors.join(', '))
        .addOption(portOption('the port to listen on').default(0, 'any free one'))
        .addOption(
          new Option('--key <key>', 'the key to accept, or the one to derive each workspace’s key from')
            .default('SG.emulated')
            .argParser(key),
        )
        .addOption(
          new Option('--workspace <id>', 'a workspace in addition to the repository’s (repeatable)').argParser(collect),
        )
        .addOption(new Option('--latency <ms>', 'milliseconds before each answer').default(0).argParser(milliseconds))
        .addOption(
          new Option('--rate <calls/seconds>', 'the rate limit; the vendor’s usual one without it').argParser(rate),
        )
        .addOption(
          new Option('--rate-per <what>', 'what the limit applies to')
            .choices(['workspace', 'key'])
            .default('workspace'),
        ),
    async (world, _, options, [vendor]) => {
      // Vendors' servers and languages are a tenth of all code to load, and no other command needs them.
      const { emulate } = await import('../../action/src/commands/emulate.ts');
      const limit = options.rate as { limit: number; seconds: number } | undefined;
      return await emulate(world, {
        vendor: vendor!,
        port: Number(options.port),
        key: String(options.key),
        latency: Number(options.latency),
        workspaces: (options.workspace as string[] | undefined) ?? [],
        ...(limit && { rate: { ...limit, per: options.ratePer === 'key' ? 'key' : 'workspace' } }),
      });
    },
  );
}

function key(value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new InvalidArgumentError('Use one line without spaces.');
}

function milliseconds(value: string): number {
  if (/^[0-9]{1,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Use a whole number of milliseconds.');
}

function rate(value: string): { limit: number; seconds: number } {
  const [, limit, seconds] = /^([1-9][0-9]{0,6})\/([1-9][0-9]{0,4})$/.exec(value) ?? [];
  if (limit !== undefined && seconds !== undefined) return { limit: Number(limit), seconds: Number(seconds) };
  throw new InvalidArgumentError('Write it as calls/seconds: 600/60.');
}
