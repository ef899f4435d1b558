import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';

/** Debian's Chromium, and what GitHub's machines have in its place. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** A browser, and pages of files in a folder of its own. */
export interface Window {
  open(html: string, options?: Look): Promise<Page>;
  /** A page of an address, such as one that a server of the test has. */
  visit(url: string, options?: Look): Promise<Page>;
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** What follows `#` in the address. */
  readonly hash?: string;
}

/**
 * Tests in a real browser. Without Chromium they are skipped where people work, and fail in CI, which installs it.
 * A browser has hurries and pauses of its own: what fails is tried once more, and a fault of the page fails twice.
 */
export function describeInBrowser(name: string, tests: (window: Window) => void): void {
  if (executablePath === undefined && process.env.CI !== 'true') {
    describe.skip(`${name} (needs Chromium)`, () => it('is skipped', () => {}));
    return;
  }
  describe(name, { retry: 1 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-gallery-'));
    let contexts: BrowserContext[] = [];
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (executablePath === undefined) throw new Error('CI has no Chromium: .ci/run installs it');
      browser = await chromium.launch({ executablePath, args: flags });
    });
    // Pages that stay open take their share of the processor from those that follow.
    afterEach(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      contexts = [];
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });
    const visit: Window['visit'] = async (url, { width = 1280, scheme = 'light' } = {}) => {
      const context = await browser!.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(url);
      return page;
    };
    let files = 0;
    tests({
      visit,
      async open(html, look = {}) {
        files += 1;
        const file = join(folder, `${files}.html`);
        writeFileSync(file, html);
        return visit(`${pathToFileURL(file)}${look.hash === undefined ? '' : `#${look.hash}`}`, look);
      },
    });
  });
}

/** A browser that speaks to nobody on its own account, in a container without a GPU. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
