import { Command, CommanderError } from 'commander';
import { table } from '../../action/src/commands/text.ts';
import { failureOf } from '../terminal/failure.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';
import { openDemo } from './run.ts';
import { servePages } from './serve.ts';
import { play } from './story.ts';

const help = `
What happens:
  Emulated vendors are started on this machine: SendGrid, Postmark, Iterable and Braze. A copy of this repository sends
  the emails of its twelve active tenants through them in turn; push and SMS go to Iterable and Braze, which have the
  channels. It is validated and deployed; a shared partial is changed, planned and deployed; and deployed once more,
  which finds nothing to do. Everything is read back from the vendors, and held against what the preview shows. No
  template knows to which vendor it goes.

  Then there is a page for each workspace, with what its vendor's API returns. No other machine is spoken to, and
  everything is forgotten in the end.

Examples:
  npm run demo                # look at the pages, and stop it with Ctrl+C
  npm run demo -- --once      # end after the summary
`;

const program = new Command('npm run demo --')
  .description('Deploys this repository to four emulated vendors, and shows what went where.')
  .option('--once', 'end after the summary instead of serving pages')
  .addHelpText('after', help)
  .showHelpAfterError('(add --help to see the commands and options)')
  .allowExcessArguments(false)
  .exitOverride();

async function main(once: boolean): Promise<void> {
  const signal = stopSignal();
  const progress = terminalProgress(process.stderr, { quiet: false });
  const say = (text: string): void => {
    progress.end();
    process.stdout.write(`${text}\n`);
  };
  const demo = await openDemo({ progress, signal });
  try {
    await play(demo, say);
    if (once) return;
    const pages = await servePages(demo);
    const rows = pages.places.map(({ account, tenant, url }) => [`  ${account}`, tenant, url]);
    say(`\nLook at what each workspace holds: ${pages.url}\n\n${table(rows)}\n\nStop it with Ctrl+C.`);
    await stopped(signal);
    await pages.close();
  } finally {
    progress.end();
    await demo.close();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

try {
  program.parse();
  await main(program.opts<{ once?: boolean }>().once === true);
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else {
    const { text, exitCode } = failureOf(error);
    process.stderr.write(text);
    process.exitCode = exitCode;
  }
}
