import { Html, html } from '../../action/src/gallery/html.ts';
import type { HeldMessage } from './read-back.ts';

/** Nothing runs and nothing is fetched, neither by a page nor by the messages in it. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A message with its fields filled in. */
export interface Rendered extends HeldMessage {
  readonly rendered: Readonly<Record<string, string>>;
}

/** A workspace, and where its page is. */
export interface Place {
  readonly account: string;
  readonly workspace: string;
  readonly tenant: string;
}

export function pathOf({ account, workspace }: Place): string {
  return `/${account}/${encodeURIComponent(workspace)}`;
}

/** The page that leads to the others. */
export function overviewPage(places: readonly Place[]): string {
  const items = places.map((place) => {
    const { account, workspace, tenant } = place;
    const name = workspace === tenant ? tenant : `${tenant} (${workspace})`;
    return html`<li><a href="${pathOf(place)}">${account}: ${name}</a></li>`;
  });
  return page(
    'Four vendors',
    html`<h1>Four vendors</h1><p>One page for each workspace, read when you open it.</p><ul>${items}</ul>`,
  );
}

/** What a workspace holds, each message with its typical sample. */
export function workspacePage({ account, workspace, tenant }: Place, messages: readonly Rendered[]): string {
  const title = `${tenant} at ${account}`;
  const head = html`<h1>${title}</h1><p>Workspace ${workspace}: ${messages.length} messages, as the vendor’s API returns them, filled in
with the typical sample in the vendor’s language. <a href="/">All workspaces</a></p>`;
  return page(title, html`${head}${messages.map(section)}`);
}

function section({ name, channel, rendered }: Rendered): Html {
  const { html: mail, text, ...short } = rendered;
  const rows = Object.entries(short).filter(([, value]) => value !== '');
  const facts = rows.map(([field, value]) => html`<dt>${field}</dt><dd>${value}</dd>`);
  return html`<section><h2>${name} <small>${channel}</small></h2><dl>${facts}</dl>${mail === undefined ? undefined : frame(name, mail)}</section>`;
}

/** Closed: it has an origin of its own, runs nothing, and opens nothing. */
function frame(name: string, mail: string): Html {
  return html`<iframe sandbox="" title="${name}" referrerpolicy="no-referrer" loading="lazy" srcdoc="${mail}"></iframe>`;
}

const style = `body{margin:2rem auto;max-width:44rem;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1b1e1c;background:#fff}
section{margin:2rem 0;border-top:1px solid #d7dad6}small{font-weight:400;color:#5c635e}dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}
dt{color:#5c635e}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}iframe{width:100%;height:36rem;border:1px solid #d7dad6;background:#fff}`;

function page(title: string, body: Html): string {
  return html`${new Html('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(style)}</style></head><body>${body}</body></html>
`.text;
}
