import type { Review, ReviewForecast, Risk, Unexpected } from '../review/review.ts';
import { Html, html } from './html.ts';

/** The most exceptions that are shown unfolded. */
const mostOpen = 5;

/** Shows what a review comes to, ahead of any message: the verdict, what is dangerous, who differs, and costs. */
export function overview(about: string, review: Review): Html {
  const { counts, risks, refusals, incomplete } = review;
  const warnings = [...(incomplete === undefined ? [] : [partial(incomplete)]), ...refusals.map(refusal)];
  const items = [...warnings, ...risks.map((risk) => riskItem(risk, review))];
  return html`<section class="overview" aria-label="Overview">
<h1 class="verdict">${verdict(review)}</h1>
<p class="tally">${tally(counts.tenants, review.pending)}</p>
<p class="about">${about}</p>
${items.length > 0 ? html`<ul class="risks" aria-label="Risks">${items}</ul>` : undefined}
<div class="folds">${unexpected(review)}${unaffected(review)}${forecast(review)}</div>
</section>`;
}

function verdict({ counts, changes, base, incomplete }: Review): string {
  if (changes.length === 0 && incomplete !== undefined) return 'Nothing that could be compared changes.';
  if (changes.length === 0)
    return base === undefined ? 'Nothing differs from what is deployed.' : 'No message changes.';
  const { previews, messages, tenants } = counts;
  const speak = previews === 1 ? 'speaks' : 'speak';
  return `${number(previews, 'preview')} ${speak} for ${number(messages, 'message')} of ${number(tenants.changing + tenants.held, 'tenant')}.`;
}

function tally(
  { changing, held, excluded, unchanged, total }: Review['counts']['tenants'],
  pending: Review['pending'],
): Html[] {
  const parts: [number, string][] = [
    [changing, changing === 1 ? 'tenant changes' : 'tenants change'],
    [held, 'held'],
    [excluded, 'excluded'],
    [unchanged, 'unchanged'],
  ];
  const shown = parts
    .filter(([many, name]) => many > 0 || name.endsWith('change'))
    .map(([many, name]) => html`<span><b>${grouped(many)}</b> ${name}</span>`);
  const waiting =
    pending && pending.pairs > 0
      ? html`<span><b>${grouped(pending.pairs)}</b> more pairs wait to be deployed, from earlier merges</span>`
      : undefined;
  return [...shown, html`<span>of <b>${grouped(total)}</b></span>`, ...(waiting ? [waiting] : [])];
}

function partial(incomplete: string): Html {
  return html`<li class="stop"><span class="level">Stop</span><span>Not everything was compared.</span><span class="details">${sentence(incomplete)}</span></li>`;
}

function refusal({ message, fix }: Review['refusals'][number]): Html {
  return html`<li class="stop"><span class="level">Refused</span><span>${sentence(message)}</span><span class="details">${fix}</span></li>`;
}

function riskItem({ severity, message, details, changes }: Risk, review: Review): Html {
  const links = changes
    .map((id) => review.changes.find((change) => change.id === id))
    .filter((change) => change !== undefined)
    .slice(0, 6)
    .map(({ id, title }, index) => html`${index > 0 ? ', ' : ''}<a href="#${id}">${title}</a>`);
  const particulars = details.length > 0 ? html`<span class="details">${details.join(', ')}</span>` : undefined;
  const where = links.length > 0 ? html`<span class="details">In ${links}</span>` : undefined;
  return html`<li class="${severity}"><span class="level">${severity === 'stop' ? 'Stop' : 'Look'}</span><span>${sentence(message)}</span>${particulars}${where}</li>`;
}

function unexpected({ unexpected }: Review): Html | undefined {
  if (unexpected.length === 0) return undefined;
  const groups = Map.groupBy(unexpected, ({ tenant, message }) => `${tenant} ${message}`);
  const items = [...groups.values()].map((group) => {
    const [{ tenant, message }] = group as [Unexpected];
    return html`<li><b>${tenant}</b> ${message} <span>${group.map(({ template }) => template).join(', ')}</span></li>`;
  });
  const open = new Html(items.length > mostOpen ? '' : ' open');
  return html`<details${open}><summary>Exceptions <b>${number(unexpected.length, 'pair')}</b></summary><ul>${items}</ul></details>`;
}

function unaffected({ unaffected }: Review): Html | undefined {
  if (unaffected.length === 0) return undefined;
  const pairs = unaffected.reduce((sum, each) => sum + each.pairs, 0);
  const items = unaffected.map(
    ({ reason, pairs, tenants }) =>
      html`<li><b>${grouped(pairs)}</b> ${reason} <span>${tenants.join(', ')}${pairs > tenants.length && tenants.length > 0 ? ' …' : ''}</span></li>`,
  );
  return html`<details><summary>Does not change <b>${number(pairs, 'pair')}</b></summary><ul>${items}</ul></details>`;
}

const live: Record<ReviewForecast['accounts'][number]['live'], string> = {
  'on-write': 'at once, when they are written',
  'by-id': 'with the next send, by the id in the routes',
  'by-reference': 'when a campaign next copies them; running ones keep their copies',
  'by-channel':
    'at once for push and SMS; for email when a campaign next copies it, and running ones keep their copies',
};

function forecast({ base, forecast: { writes, archives, calls, seconds, accounts } }: Review): Html | undefined {
  if (writes + archives === 0) return undefined;
  const written = accounts.filter((one) => one.writes > 0);
  const rows = written.map(
    ({ account, provider, live: when, writes: own, headroom }) =>
      html`<tr><td>${account}</td><td>${provider}</td><td>${grouped(own)}</td><td>${live[when]}</td><td>${headroom ? `${grouped(headroom.used)} of ${grouped(headroom.of)} in ${headroom.workspace}` : 'no known bound'}</td></tr>`,
  );
  const writing = writes > 0 ? [`${number(writes, 'write')}, about ${Math.ceil(seconds)} s`] : [];
  const later = archives > 0 ? [`${number(archives, 'archive')} later`] : [];
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Forecast by account"><table><thead><tr><th>Account</th><th>Vendor</th><th>Writes</th><th>Customers get them</th><th>Fullest workspace</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<details class="forecast"><summary>When it is ${base === undefined ? 'deployed' : 'merged'} <b>${[...writing, ...later].join('; ')}</b></summary>
<p>${number(calls, 'call')} to the vendors at most.</p>
${archives > 0 ? goneLater(archives) : undefined}${rows.length > 0 ? table : undefined}</details>`;
}

/** Warns that messages are no longer sent from the deployment on, long before they are archived. */
function goneLater(archives: number): Html {
  const [loses, it, are] =
    archives === 1 ? ['loses its route', 'it', 'It is'] : ['lose their routes', 'them', 'They are'];
  return html`<p><b>${number(archives, 'message')} ${loses} with the deployment</b>: nothing is sent with ${it} from then on. ${are} archived when <code>policies.archiveGrace</code> is over, by a deployment with <code>--allow-archives</code>.</p>`;
}

/** Gives a text a capital, unless it begins with a name, and a full stop. */
function sentence(text: string): string {
  const begun = text.replace(/^\p{Ll}+(?= )/u, (word) => word.charAt(0).toUpperCase() + word.slice(1));
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function number(many: number, noun: string): string {
  return `${grouped(many)} ${noun}${many === 1 ? '' : 's'}`;
}

function grouped(many: number): string {
  return String(many).replace(/\B(?=(\d{3})+$)/g, ',');
}
