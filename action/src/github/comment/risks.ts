import { sentence, thousands } from '../../commands/text.ts';
import type { Review, Risk, RiskCode } from '../../review/review.ts';
import { plain, prose } from '../markdown.ts';
import type { Detail } from './detail.ts';
import { galleryLink } from './gallery-link.ts';
import { count, section } from './words.ts';

const labels: Readonly<Record<RiskCode, string>> = {
  legal: 'Legal text',
  unsubscribe: 'Unsubscribe link',
  links: 'Links',
  sender: 'Sender',
  contract: 'Runtime data',
  reach: 'Reach',
  policy: 'Policy',
  archive: 'Archive',
};

/**
 * Writes the guards that would refuse a deployment, and the risks that nobody should approve without understanding
 * them.
 */
export function stopsSection({ refusals, risks, incomplete }: Review, detail: Detail): string {
  const stops = risks.filter(({ severity }) => severity === 'stop');
  const all = [
    ...(incomplete === undefined
      ? []
      : [`- **Not everything was compared**: ${plain(sentence(incomplete), detail.words)}`]),
    ...refusals.map(({ message, fix }) => {
      return `- **A deployment would refuse this**: ${prose(sentence(message), detail.words)} ${prose(fix, detail.words)}`;
    }),
    ...stops.map((risk) => riskLine(risk, detail)),
  ];
  if (all.length === 0) return '';
  const rest = all.length - detail.stops;
  const lines = [...all.slice(0, detail.stops), ...(rest > 0 ? [`- ${count(rest, 'more risk')} of this kind`] : [])];
  // GitHub frames a quotation that begins like this.
  return ['[!CAUTION]', 'Understand before you approve:', '', ...lines]
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

/** Writes the risks that are worth a look. */
export function looksSection({ risks }: Review, detail: Detail): string {
  const looks = risks.filter(({ severity }) => severity === 'look');
  const lines = looks.slice(0, detail.looks).map((risk) => `${riskLine(risk, detail)}\n`);
  const rest = looks.length - lines.length;
  const more =
    rest > 0
      ? `- ${rest === looks.length ? count(rest, 'risk') : `${thousands(rest)} more`}: in the job summary\n`
      : '';
  return section('Worth a look', lines.join('') + more);
}

function riskLine({ code, message, details, changes }: Risk, detail: Detail): string {
  const shown = details.slice(0, detail.particulars).map((one) => plain(one, detail.words));
  const rest = details.length - shown.length;
  const particulars = [...shown, ...(rest > 0 ? [`${thousands(rest)} more`] : [])].join(', ');
  const first = changes[0];
  const link = first === undefined || detail.particulars === 0 ? '' : ` (${galleryLink('look', first)})`;
  const text = plain(message, detail.words);
  return `- **${labels[code]}**: ${particulars === '' || detail.particulars === 0 ? sentence(text) : `${text}: ${particulars}`}${link}`;
}
