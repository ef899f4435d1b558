import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Checkout, checkedOut } from '../review/support/checkout.ts';
import { grocery, order, orderHtml } from '../review/support/grocery.ts';
import { describeInBrowser } from './support/browser.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const running: { child: ChildProcess; checkout: Checkout }[] = [];

afterEach(() => {
  for (const { child, checkout } of running.splice(0)) {
    child.kill('SIGKILL');
    checkout.remove();
  }
});

describe('preview --watch', () => {
  it('answers to this machine by name only, and only what is asked for', async () => {
    const { url } = await watching();
    const status = async (
      path: string,
      headers: Record<string, string> = {},
      method = 'GET',
    ): Promise<number | undefined> => {
      const asked = request(url, { path, headers, method });
      asked.end();
      const [response] = await once(asked, 'response');
      response.destroy();
      return response.statusCode;
    };
    const { port } = new URL(url);
    expect(await status('/')).toBe(200);
    expect(await status('/', { host: `localhost:${port}` })).toBe(200);
    expect(await status('/', { host: `rebound.example:${port}` })).toBe(421);
    expect(await status('/events?page=1', { host: 'rebound.example' })).toBe(421);
    expect(await status('/', {}, 'POST')).toBe(405);
    expect(await status('/../../etc/passwd')).toBe(404);
    expect(await status('//')).toBe(404);
  });

  it('ends well when it is asked to', async () => {
    const { child, ended } = await watching();
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('says what to do about a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { ended, said } = start(['--port', String(port)]);
    expect(await ended).toBe(1);
    expect(said()).toContain(`port ${port} cannot be used (EADDRINUSE)`);
    taken.close();
  });
});

describeInBrowser('the page of preview --watch', ({ visit }) => {
  it('follows the files, keeps what was chosen, and shows errors in place of previews', async () => {
    const { url, checkout } = await watching();
    checkout.edit(order(orderHtml, 'Thanks a lot'));
    const page = await visit(url);
    const foreign: string[] = [];
    page.on('request', (asked) => {
      if (new URL(asked.url()).origin !== new URL(url).origin && asked.url() !== 'about:srcdoc')
        foreign.push(asked.url());
    });
    await title(page, 'Thanks a lot').waitFor();
    await page.getByRole('checkbox', { name: 'Long' }).check();
    await page.evaluate(() => scrollTo(0, 500));
    checkout.edit(order(orderHtml, 'Many thanks'));
    await title(page, 'Many thanks').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Long' }).isChecked()).toBe(true);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(500);
    checkout.edit({ 'templates/order/template.yaml': 'name: [' });
    await page.getByText('There are no previews now.').waitFor();
    expect(await page.locator('pre').textContent()).toContain('templates/order/template.yaml');
    checkout.edit(order(orderHtml, 'Much obliged'));
    await title(page, 'Much obliged').waitFor();
    expect(foreign).toEqual([]);
  });
});

function title(page: Page, words: string): Locator {
  return page.locator('.change h2', { hasText: words });
}

interface Watching {
  readonly child: ChildProcess;
  readonly checkout: Checkout;
  /** The exit code. */
  readonly ended: Promise<number>;
  /** What it said on stderr until now. */
  said(): string;
}

function start(more: readonly string[]): Watching {
  const checkout = checkedOut(grocery());
  const args = [
    'scripts/tenantry.ts',
    'preview',
    '--watch',
    '--base',
    'HEAD',
    '--root',
    checkout.root,
    '--out',
    `${checkout.root}/.tenantry/p`,
  ];
  const child = spawn(process.execPath, [...args, ...more], { cwd: project });
  running.push({ child, checkout });
  let text = '';
  child.stderr!.on('data', (data: Buffer) => {
    text += data;
  });
  // Not its exit: what it said last may still be on its way then.
  const ended = once(child, 'close').then(([code]) => code as number);
  return { child, checkout, ended, said: () => text };
}

async function watching(): Promise<Watching & { url: string }> {
  const started = start([]);
  await expect.poll(() => /http:\S+/.exec(started.said())?.[0]).toBeDefined();
  return { ...started, url: /http:\S+/.exec(started.said())![0] };
}
