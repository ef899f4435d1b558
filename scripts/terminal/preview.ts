import { Option } from 'commander';
import { preview } from '../../action/src/commands/preview.ts';
import { watchPreview } from '../../action/src/commands/watch.ts';
import { InvalidInput } from '../../action/src/diagnostics/errors.ts';
import { folder, portOption } from './options.ts';
import type { Register } from './program.ts';

/** Registers the command that shows what would change. */
export function registerPreview(register: Register): void {
  register(
    'preview',
    {
      summary: 'Render changed messages to a page that shows them before and after.',
      examples: [
        'preview                                  # then open .tenantry/preview/index.html',
        'preview --base main                      # what this branch changes, deployed or not',
        'preview --watch --base main              # the same, served on this machine; updates when files change',
        'preview --all --tenant souk-al-noor      # unchanged messages too',
        'preview --template welcome --out /tmp/welcome',
      ],
      waits: (options) => options.watch === true,
    },
    (command) =>
      command
        .addOption(
          new Option('--out <dir>', 'where index.html and messages.ndjson go')
            .default('.tenantry/preview')
            .argParser(folder),
        )
        .option('--base <revision>', 'compare with a commit, branch or tag instead of what is deployed')
        .option('--all', 'every message, not only changed ones')
        .option('--watch', 'serve the page on 127.0.0.1 until Ctrl+C, and rebuild it when files change')
        .addOption(portOption('with --watch, the port to listen on; any free one without it')),
    async (world, common, options) => {
      const asked = {
        ...common,
        all: options.all === true,
        out: String(options.out),
        ...(typeof options.base === 'string' && { base: options.base }),
      };
      if (options.watch === true) return watchPreview(world, { ...asked, port: Number(options.port ?? 0) });
      if (options.port !== undefined) throw new InvalidInput('--port goes with --watch', { fix: 'Add --watch.' });
      return preview(world, asked);
    },
  );
}
