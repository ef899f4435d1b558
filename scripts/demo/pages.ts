import { count } from '../../action/src/commands/text.ts';
import { Html, html } from '../../action/src/gallery/html.ts';
import { localeOf } from '../../action/src/template/message-site.ts';
import { type Vendor, vendorNames } from './accounts.ts';
import type { HeldMessage } from './read-back.ts';

/** Allows neither a page nor the messages in it to run or fetch anything. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A message with its fields filled in. */
export interface Rendered extends HeldMessage {
  readonly rendered: Readonly<Record<string, string>>;
}

/** A workspace with a page. */
export interface Place {
  readonly account: Vendor;
  readonly workspace: string;
  readonly tenant: string;
}

/** Fields with a fixed direction: addresses read from left to right in every language. */
const fieldDirections: Readonly<Record<string, 'ltr'>> = { link: 'ltr' };

const channelNames = { email: 'email', push: 'push', sms: 'SMS' } as const;

export function pathOf({ account, workspace }: Place): string {
  return `/${account}/${encodeURIComponent(workspace)}`;
}

/** The page that links to all others. */
export function overviewPage(places: readonly Place[]): string {
  const accounts = [...new Set(places.map(({ account }) => account))];
  const lists = accounts.map((account) => {
    const items = places.filter((place) => place.account === account).map(link);
    return html`<section><h2>${vendorNames[account]}</h2><ul>${items}</ul></section>`;
  });
  const lead = html`<p>One page for each workspace, read from its vendor’s API when you open it.</p>`;
  return page('Four vendors', html`<h1>Four vendors</h1>${lead}<div class="vendors">${lists}</div>`);
}

function link(place: Place): Html {
  const { workspace, tenant } = place;
  const number = workspace === tenant ? undefined : html` <small>${workspace}</small>`;
  return html`<li><a href="${pathOf(place)}">${tenant}</a>${number}</li>`;
}

/** A page with the content of a workspace, each message with its typical sample. */
export function workspacePage({ account, workspace, tenant }: Place, messages: readonly Rendered[]): string {
  const title = `${tenant} at ${vendorNames[account]}`;
  const head = html`<p><a href="/">All workspaces</a></p><h1>${title}</h1><p>Workspace ${workspace}: ${count(messages.length, 'message')},
as the vendor’s API returns them, filled in with the typical sample in the vendor’s language.</p>`;
  return page(title, html`${head}${messages.map(section)}`);
}

function section({ name, channel, rendered }: Rendered): Html {
  const { html: mail, text, ...short } = rendered;
  const { code, direction } = localeOf(name.slice(name.lastIndexOf('.') + 1));
  const rows = Object.entries(short).filter(([, value]) => value !== '');
  const facts = rows.map(
    ([field, value]) =>
      html`<dt>${field}</dt><dd lang="${code}" dir="${fieldDirections[field] ?? direction}">${value}</dd>`,
  );
  const shown = mail === undefined ? undefined : frame(name, mail);
  return html`<section><h2>${name} <small>${channelNames[channel]}</small></h2><dl>${facts}</dl>${shown}</section>`;
}

/** A frame for an email: it has an origin of its own, runs nothing, and opens nothing. */
function frame(name: string, mail: string): Html {
  return html`<iframe sandbox="" title="${name}" referrerpolicy="no-referrer" loading="lazy" srcdoc="${mail}"></iframe>`;
}

const style = `:root{color-scheme:light dark;--text:#1b1e1c;--quiet:#5c635e;--line:#d7dad6;--page:#fff;--link:#0b57d0}
@media (prefers-color-scheme:dark){:root{--text:#e6e9e6;--quiet:#a2a9a4;--line:#3a403c;--page:#161917;--link:#8ab4f8}}
body{margin:2rem auto;max-width:44rem;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--page)}
a{color:var(--link)}h1{line-height:1.2;overflow-wrap:anywhere}h2{overflow-wrap:anywhere}small{font-weight:400;color:var(--quiet)}
section{margin:2rem 0;border-top:1px solid var(--line)}ul{padding-left:1.2rem}
.vendors{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:0 2rem}.vendors section{margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
iframe{box-sizing:border-box;width:100%;height:36rem;border:1px solid var(--line);background:#fff}`;

function page(title: string, body: Html): string {
  return html`${new Html('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(style)}</style></head><body><main>${body}</main></body></html>
`.text;
}
