import { diffWordsWithSpace } from 'diff';
import { Html, html } from './html.ts';
import { style } from './style.ts';

/** One message of the gallery: its fields as a reader would see them, by field name. */
export interface GalleryEntry {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: string;
  /** `account/workspace`, or what it is instead. */
  readonly destination: string;
  readonly action: string;
  readonly before?: Readonly<Record<string, string>>;
  /** Why there is no `before` although there should be one. */
  readonly beforeNote?: string;
  /** Absent for what is to be archived. */
  readonly after?: Readonly<Record<string, string>>;
}

export interface Entries {
  readonly title: string;
  /** What was rendered, from where; a sentence. */
  readonly about: string;
  readonly entries: readonly GalleryEntry[];
  /** Messages beyond those shown. */
  readonly more: number;
}

/** Messages hold what tenants write: nothing of theirs runs, and nothing is loaded but pictures. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";

/** One self-contained page, without scripts: messages before and after, template by template. */
export function entriesPage({ title, about, entries, more }: Entries): string {
  const templates = [...new Set(entries.map((entry) => entry.template))];
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${about}</p>
${navigation(templates, entries)}
</header>
<main>
${templates.map((template) => section(template, entries))}
${entries.length === 0 ? html`<p class="empty">No message changes.</p>` : undefined}
${more > 0 ? html`<p class="empty">${more} more messages are in messages.ndjson beside this page.</p>` : undefined}
</main>
</body>
</html>
`;
  return page.text;
}

function navigation(templates: readonly string[], entries: readonly GalleryEntry[]): Html {
  const items = templates.map((template) => {
    const number = entries.filter((entry) => entry.template === template).length;
    return html`<li><a href="#${template}">${template}</a> <small>${number}</small></li>`;
  });
  return html`<nav aria-label="Templates"><ul>${items}</ul></nav>`;
}

function section(template: string, entries: readonly GalleryEntry[]): Html {
  const own = entries.filter((entry) => entry.template === template);
  return html`<section id="${template}"><h2>${template}</h2>${own.map(article)}</section>`;
}

function article(entry: GalleryEntry): Html {
  const { tenant, template, locale, channel, destination, action } = entry;
  const id = `${template}.${tenant}.${locale}`;
  return html`<article id="${id}" aria-labelledby="${id}.title">
<h3 id="${id}.title"><a href="#${id}">${tenant}</a> <span class="locale">${locale}</span> <span class="action ${action}">${action}</span></h3>
<p class="where">${channel} to ${destination}</p>
${lines(entry)}
${entry.after?.html !== undefined || entry.before?.html !== undefined ? frames(entry) : undefined}
${textPart(entry)}
</article>
`;
}

/** The fields that are a line or two: as they were and are, word by word. */
function lines({ before, after }: GalleryEntry): Html {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const rows = [...names]
    .filter((name) => name !== 'html' && name !== 'text')
    .map((name) => html`<dt>${name}</dt><dd dir="auto">${difference(before?.[name], after?.[name])}</dd>`);
  return html`<dl>${rows}</dl>`;
}

/** Before and after beside each other; the message alone where nothing was before it. */
function frames({ before, beforeNote, after, tenant, locale }: GalleryEntry): Html {
  const frame = (label: string, fields: GalleryEntry['before'], missing?: string): Html => {
    const content = fields?.html;
    const shown =
      content === undefined
        ? html`<p class="missing">${missing}</p>`
        : html`<iframe sandbox="" loading="lazy" title="${label}: ${tenant} ${locale}" srcdoc="${withPolicy(content)}"></iframe>`;
    return html`<figure><figcaption>${label}</figcaption>${shown}</figure>`;
  };
  if (!before && beforeNote === undefined) return html`<div class="frames">${frame('Message', after)}</div>`;
  return html`<div class="frames">${frame('Before', before, beforeNote)}${frame('After', after, 'to be archived')}</div>`;
}

function textPart({ before, after }: GalleryEntry): Html | undefined {
  if (before?.text === undefined && after?.text === undefined) return undefined;
  return html`<details><summary>Text part</summary><pre dir="auto">${difference(before?.text, after?.text)}</pre></details>`;
}

/** The message's own document under our policy, whatever it says of its own. */
function withPolicy(content: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">${content}`;
}

/** Words taken out and put in; plain text where only one side is there. */
function difference(before: string | undefined, after: string | undefined): Html {
  if (before === undefined) return html`${after ?? ''}`;
  if (after === undefined) return html`<del>${before}</del>`;
  const parts = diffWordsWithSpace(before, after).map(({ value, added, removed }) => {
    if (added) return html`<ins>${value}</ins>`;
    return removed ? html`<del>${value}</del>` : html`${value}`;
  });
  return html`${parts}`;
}
