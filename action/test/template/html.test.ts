import { describe, expect, it } from 'vitest';
import { advance, htmlStates, scan } from '../../src/template/html-state.ts';
import { codesOf, list, nodesOf, object, show, string } from './support/show.ts';

const world = {
  variables: {
    brand: {
      name: 'A "B" <c> & \'d\'',
      color: '#0a7d33',
      evil: 'red;background:url(x)',
      radius: 4,
      slug: 'a b&c',
      markup: '<b>x</b>',
      open: '<b',
    },
    links: {
      shop: 'https://shop.example/?a=1&b=2',
      bad: 'javascript:alert(1)',
      mail: 'mailto:a@b.example',
      app: 'acme://cart',
      none: '',
    },
  },
  declared: {
    brand: object({
      color: { type: 'string', format: 'color' },
      evil: { type: 'string', format: 'color' },
      radius: { type: 'number' },
      markup: { type: 'string', format: 'html' },
      open: { type: 'string', format: 'html' },
    }),
  },
  event: object({
    name: string,
    url: { type: 'string', format: 'uri' },
    gift: { type: 'boolean' },
    items: list(object({ name: string })),
  }),
};

describe('where a value stands', () => {
  it.each([
    ['<p>', 'html'],
    ['<p title="', 'html'],
    ["<p title='", 'html'],
    ['<p title=', 'unquoted'],
    ['<p title=a', 'unquoted'],
    ['<p ', 'tag'],
    ['<p', 'tag'],
    ['<', 'tag'],
    ['</', 'tag'],
    ['a < b', 'html'],
    ['a <3', 'html'],
    ['<a href="', 'url-start'],
    ['<a HREF = "', 'url-start'],
    ['<a href=" \n', 'url-start'],
    ['<a href="https://x/', 'url-inside'],
    ['<a href="htt', 'url-scheme'],
    ['<a href="#', 'url-inside'],
    ['<img src="', 'url-start'],
    ['<td background="', 'url-start'],
    ['<p style="', 'style'],
    ['<p style="a:b" title="', 'html'],
    ['<p onclick="', 'script'],
    ['<style>', 'style'],
    ['<style>a{b:c}</style>', 'html'],
    ['<style>a</sty', 'tag'],
    ['<style>a</stylx', 'style'],
    ['<script>', 'script'],
    ['<script>"</p>"', 'script'],
    ['<SCRIPT></Script >', 'html'],
    ['<title>', 'html'],
    ['<title><p style="', 'html'],
    ['<!-- a > b ', 'html'],
    ['<!-- a --', 'html'],
    ['<!-- a --><p style="', 'style'],
    ['<!--><p style="', 'style'],
    ['<!doctype html><p style="', 'style'],
    ['<!--[if mso]><p style="', 'style'],
    ['<!--[if mso]><p style="a"><![endif]--><a href="', 'url-start'],
    ['<!--[if !mso]><!--><a href="', 'url-start'],
    ['<!--<![endif]--><a href="', 'url-start'],
    ['<!--[if mso', 'tag'],
    ['<br/><a href="', 'url-start'],
    ['<a\nclass="x"href="', 'url-start'],
    ['<a hidden href="', 'url-start'],
    ['<a hidden="', 'html'],
    ['<input value=x><a href="', 'url-start'],
    ['<iframe srcdoc="', 'script'],
  ])('%s → %s', (text, kind) => {
    expect(advance(htmlStates.text, text).value).toBe(kind);
  });

  it('does not depend on how the text is cut', () => {
    const text = `<!--[if mso]><a href="https://x" style='a:b'>&amp;</a><![endif]--><style>a{b:c}</style><title>x</title><p onclick=x>`;
    for (let cut = 0; cut <= text.length; cut++) {
      const state = advance(advance(htmlStates.text, text.slice(0, cut)), text.slice(cut));
      expect(state, text.slice(0, cut)).toBe(advance(htmlStates.text, text));
    }
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:x',
    ' java\tscript:x',
    '&#106;avascript:x',
    '&#x6A;avascript&colon;x',
    'java&Tab;script:x',
    'vbscript:x',
    'javascript&#58alert(1)',
    `java${'&#10;'.repeat(60)}script:x`,
    `java${'\n'.repeat(300)}script:x`,
    `&#0000000000000106;avascript:x`,
  ])('finds the script in href="%s"', (link) => {
    expect(scan(htmlStates.text, `<a href="${link}">`).problems).toMatchObject([{ kind: 'script-link' }]);
  });

  it.each(['https://x/javascript:', '#javascript:', 'mailto:a', 'tel:1', '/a:b', 'acme://x'])(
    'lets href="%s" be',
    (link) => {
      expect(scan(htmlStates.text, `<a href="${link}">`).problems).toEqual([]);
    },
  );

  it('finds scripts in style and on… attributes', () => {
    expect(codesOf('<p style="background:url(javascript:x)">')).toEqual(['template-script-link']);
    expect(codesOf('<p>javascript: the good parts</p>')).toEqual([]);
  });
});

describe('values are escaped for where they stand', () => {
  it('in text and attributes', () => {
    expect(show('<p title="{{brand.name}}">{{brand.name}}</p>', world)).toBe(
      '<p title="A &quot;B&quot; &lt;c&gt; &amp; &#39;d&#39;">A &quot;B&quot; &lt;c&gt; &amp; &#39;d&#39;</p>',
    );
    expect(nodesOf('<p title="{{event.name}}">', world)[1]).toMatchObject({
      escape: 'html',
      state: { place: 'attribute' },
    });
  });

  it('not in fields that are not HTML', () => {
    expect(show('{{brand.name}}<{{event.name}}', world, { event: { name: '<&' } }, 'subject')).toBe(
      `${world.variables.brand.name}<<&`,
    );
  });

  it.each([
    ['<p style="color:{{brand.color}};border-radius:{{brand.radius}}px">', []],
    ['<style>a{color:{{brand.color}} }@media{b{c:d}}</style>', []],
    ['<script>var x = {{brand.radius}}</script>', []],
    ['<p style="color:{{brand.evil}}">', ['template-unsafe-value']],
    ['<p style="color:{{brand.name}}">', ['template-unsafe-value']],
    ['<p onclick="{{brand.name}}">', ['template-unsafe-value']],
    ['<p style="color:{{event.name}}">', ['template-unsafe-value']],
    ['<p style="color:{{#if event.gift}}red{{else}}{{brand.color}}{{/if}};top:0">', []],
    ['<p style="direction:{{locale.direction}}">', []],
    ['{{> p font="Arial, sans-serif"}}', []],
    ['{{> p font="x;y:url(z)"}}', ['template-unsafe-value']],
    ['{{> p font=(default brand.missing "serif")}}', []],
  ])('in styles and scripts: %s %j', (template, codes) => {
    expect(codesOf(template, { ...world, partials: { p: '<p style="font-family:{{font}}">' } })).toEqual(codes);
  });

  it.each([
    ['<a href="{{links.shop}}">', []],
    ['<a href="{{links.shop}}#top">', []],
    ['<a href="{{links.mail}}">', []],
    ['<a href="{{links.app}}">', []],
    ['<a href="{{links.bad}}">', ['template-link']],
    ['<a href="{{links.none}}">', ['template-link']],
    ['<a href="{{brand.name}}">', ['template-link']],
    ['<a href="{{event.url}}">', []],
    ['<a href="{{event.name}}">', ['template-link']],
    ['<a href="{{vendor.unsubscribe_url}}">', []],
    ['<a href="https://x/{{brand.slug}}">', ['template-link']],
    ['<a href="https://x/{{url brand.slug}}?n={{url event.name}}">', []],
    ['<a href="{{url brand.slug}}">', ['template-link']],
    ['<a href="https{{url brand.slug}}">', ['template-link']],
    ['<a href="{{#if event.gift}}https://x/{{else}}{{links.shop}}{{/if}}a?b={{url event.name}}">', []],
    ['<a href="{{#if event.gift}}https://x/{{/if}}{{links.shop}}">', ['template-link']],
    ['<a href="{{t "link"}}">', []],
    ['{{> p href=(default event.url links.shop)}}', []],
  ])('in links: %s %j', (template, codes) => {
    const more = {
      partials: { p: '<a href="{{href}}">' },
      strings: { en: { link: 'https://x.example' } },
      app: 'acme',
    };
    expect(codesOf(template, { ...world, ...more })).toEqual(codes);
  });

  it('knows the app’s own links only for tenants that have an app', () => {
    expect(codesOf('<a href="{{links.app}}">', world)).toEqual(['template-link']);
  });

  it('encodes for URLs all but unreserved characters', () => {
    expect(show('<a href="https://x/{{url brand.slug}}{{url "!*\'()é/~"}}">', world)).toBe(
      '<a href="https://x/a%20b%26c%21%2A%27%28%29%C3%A9%2F~">',
    );
  });

  it('treats the link of a push message as a link', () => {
    const push = { ...world, channel: 'push' as const };
    expect(codesOf('{{links.shop}}?a={{url event.name}}', push, 'link')).toEqual([]);
    expect(codesOf('{{brand.name}}', push, 'link')).toEqual(['template-link']);
    expect(codesOf('javascript:x', push, 'link')).toEqual(['template-script-link']);
    expect(codesOf('{{links.shop}}/{{event.name}}', push, 'link')).toEqual(['template-link']);
  });

  it.each([
    ['{{{brand.markup}}}', []],
    ['{{{brand.open}}}', ['template-raw']],
    ['{{{brand.name}}}', ['template-raw']],
    ['{{{event.name}}}', ['template-raw']],
    ['{{{t "hi"}}}', ['template-raw']],
    ['<p title="{{{brand.markup}}}">', ['template-raw']],
    ['{{&brand.markup}}', []],
  ])('prints only declared markup as it is: %s %j', (template, codes) => {
    expect(codesOf(template, { ...world, strings: { en: { hi: 'x' } } })).toEqual(codes);
  });
});

describe('branches and loops that only the send decides', () => {
  it.each([
    ['{{#if event.gift}}<b>{{/if}}', []],
    ['<td{{#if event.gift}} class="x"{{/if}}>', []],
    ['<td{{#if event.gift}} hidden{{/if}} title="a">', []],
    ['<td{{#if event.gift}} class="x"{{/if}}title="a">', ['template-html-branches']],
    ['<td {{#if event.gift}}class="x"{{/if}} title="{{event.name}}">', []],
    ['<td class="a{{#if event.gift}} b{{/if}}">', []],
    ['{{#if event.gift}}<td class="{{/if}}', ['template-html-branches']],
    ['{{#if event.gift}}<!--{{/if}}', ['template-html-branches']],
    ['{{#if event.gift}}<style>{{else}}<script>{{/if}}', ['template-html-branches']],
    ['{{#each event.items}}<td>{{name}}</td>{{/each}}', []],
    ['{{#each event.items}}<td title="{{/each}}', ['template-html-branches']],
    ['<td{{#each event.items}} data-x="{{name}}"{{/each}}>', []],
    ['{{#each event.items}}x{{else}}<p title="{{/each}}', ['template-html-branches']],
    ['<a href="{{#each event.items}}{{@root.links.shop}}{{/each}}">', ['template-link']],
  ])('%s %j', (template, codes) => {
    expect(codesOf(template, world)).toEqual(codes);
  });
});
