import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { galleryPage } from '../../src/gallery/page.ts';
import type { Shown, ShownTexts } from '../../src/review/review.ts';
import { describeInBrowser } from './support/browser.ts';
import { changeOf, madeUp, messageOf, reviewOf } from './support/fixture.ts';

/** What tries to end the element it is in, and then to run. */
const escapes = [
  '</script><script>window.hit=1;alert(1)</script>',
  '<!--<script>',
  '--></iframe></textarea></style></title>',
  '"></iframe><img src=x onerror="parent.hit=1;alert(2)">',
  "'><svg onload=alert(3)>",
  '\u2028\u2029\u0000\ud800',
  '{{constructor.constructor("alert(4)")()}}',
  '<form id="gallery-data" name="changes"><input name="body"><input name="getElementById"></form>',
].join('');

/** What tries to reach a server, in every way that a document has; what shows a picture asks for it at `images`. */
function calls(to: string, images: string): string {
  const link = (rel: string, more = ''): string => `<link rel="${rel}" href="${to}/${rel}" ${more}>`;
  return `${['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'stylesheet', 'icon', 'manifest', 'modulepreload', 'prerender'].map((rel) => link(rel, 'as="image"')).join('')}
<LINK/rel=preconnect href=${to}/slash><meta http-equiv="refresh" content="0;url=${to}/refresh"><base href="${to}/base/">
<style>@import url(${to}/import); body{background:url(${images}/background)} @font-face{font-family:x;src:url(${to}/font)} p{font-family:x}</style>
<script src="${to}/script"></script><script>fetch('${to}/fetch');new WebSocket('${to.replace('http', 'ws')}');parent.hit=1;alert(5)</script>
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${to}/speculation"]}],"prerender":[{"source":"list","urls":["${to}/prerender"]}]}</script>
<img src="${images}/img" srcset="${images}/img2 2x"><picture><source srcset="${images}/source"><img></picture><input type="image" src="${images}/input">
<video src="${to}/video" poster="${images}/poster" autoplay></video><audio src="${to}/audio" autoplay></audio><track src="${to}/track">
<iframe src="${to}/iframe"></iframe><iframe srcdoc="<script>top.hit=1</script><img src=${to}/inner>"></iframe><object data="${to}/object"></object><embed src="${to}/embed">
<form action="${to}/form"><button id="send">x</button></form><svg><image href="${images}/svg"/><use href="${to}/use#a"/></svg>
<a id="go" href="${to}/go" ping="${to}/ping" target="_self">go</a><a id="top" href="${to}/top" target="_top">top</a><a id="run" href="javascript:alert(6)">run</a>
<body background="${images}/body" onload="alert(7)"><p autofocus tabindex="0" onfocus="alert(8)">${escapes}</p>`;
}

// A leak that comes once is a leak: nothing here is tried again.
describeInBrowser('hostile messages', ({ open }) => {
  it('run nothing, load nothing, leave their place nowhere, and are shown', { retry: 0 }, async () => {
    const { server, url, connections } = await listening();
    const page = await open(galleryPage(hostileGallery(url)));
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const crashes: string[] = [];
    page.on('pageerror', ({ message }) => crashes.push(message));
    for (const channel of ['sms', 'push', 'email']) {
      await page.locator(`.card[data-preview*="${channel}"]`).first().scrollIntoViewIfNeeded();
    }
    const frame = page.locator('.card iframe').last().contentFrame();
    for (const id of ['#go', '#top', '#run', '#send']) await frame.locator(id).click({ force: true });
    // A message that was clicked on has the keyboard.
    await page.locator('h1').click();
    for (const key of ['v', 'v', 'v', 'd', 'l', 'w', 'j', 'm', 'r']) await page.keyboard.press(key);
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('script');
    expect(await page.getByRole('listbox', { name: 'Messages found' }).getByRole('option').count()).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    expect([...dialogs, ...crashes]).toEqual([]);
    expect(page.url()).toContain('file://');
    expect(page.context().pages().length).toBe(1);
    expect(await page.locator('.change h2').first().textContent()).toContain(escapes.slice(0, 200));
    expect(await page.locator('script').count()).toBe(2);
    await page.close();
    expect(connections).toEqual([]);
    server.close();
  });

  it('load images when the reviewer asks for them, and still nothing else', { retry: 0 }, async () => {
    const [pictures, elsewhere] = [await listening(), await listening()];
    const page = await open(galleryPage(hostileGallery(elsewhere.url, pictures.url)));
    await page.locator('.card').first().scrollIntoViewIfNeeded();
    await page.getByRole('checkbox', { name: 'Images' }).check();
    await expect.poll(() => pictures.connections.some((line) => /^GET \/img2? /.test(line))).toBe(true);
    await page.close();
    expect(elsewhere.connections).toEqual([]);
    // A browser opens a connection more than it has requests, to be ready for the next picture.
    const asked = pictures.connections.filter((line) => line !== 'opened');
    const names = ['img', 'img2', 'source', 'input', 'background', 'body', 'svg', 'poster'];
    expect(asked.filter((line) => !names.some((name) => line.startsWith(`GET /${name} `)))).toEqual([]);
    for (const { server } of [pictures, elsewhere]) server.close();
  });
});

/** A server that notes the first line of whatever comes, and answers nothing. */
async function listening(): Promise<{ server: Server; url: string; connections: string[] }> {
  const connections: string[] = [];
  const server = createServer((socket) => {
    const at = connections.push('opened') - 1;
    socket.once('data', (data) => {
      connections[at] = data.toString('latin1').split('\r\n')[0]!;
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { server, url: `http://127.0.0.1:${address.port}`, connections };
}

function hostileGallery(url: string, images = url): Parameters<typeof galleryPage>[0] {
  const hostile = calls(url, images);
  const classes = (['email', 'push', 'sms'] as const).map((channel) => {
    const message = messageOf(channel, `tenant ${escapes}`, `${channel} ${escapes}`, 'en', 0, 9);
    const representatives = [{ message, why: [escapes], standsFor: 1 }];
    return {
      id: `${channel}0000000`,
      template: message.template,
      channel,
      dialect: escapes,
      messages: [message],
      representatives,
    };
  });
  const texts = (sign: string): ShownTexts => {
    const fields = {
      subject: escapes,
      html: `<p>${sign}</p>${hostile}`,
      text: escapes,
      title: escapes,
      body: escapes,
      link: `javascript:${escapes}`,
    };
    return { samples: { typical: fields, [escapes]: fields }, source: fields, segments: {}, warnings: [escapes] };
  };
  const shown: Shown[] = classes.map(({ messages: [message] }) => ({
    ...{ tenant: message!.tenant, template: message!.template, locale: message!.locale },
    ...{ before: texts('before'), after: texts('after') },
  }));
  const review = reviewOf([changeOf(escapes, escapes, escapes, 'new', classes)], 9);
  const told = { ...review.unexpected[0]!, tenant: escapes, message: escapes };
  return {
    ...madeUp({ tenants: 2, templates: 1, html: 1 }),
    title: escapes,
    about: escapes,
    review: { ...review, unexpected: [told] },
    shown,
  };
}
