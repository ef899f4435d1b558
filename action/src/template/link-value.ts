import type { Run } from './env.ts';
import type { Spot } from './ir.ts';
import type { Static } from './value.ts';

/**
 * Whether a value may begin a link: it has to be a whole address of a kind that is safe to follow. If not, reports it.
 */
export function checkStart(run: Run, value: Static, text: string, at: Spot): boolean {
  if (value.encoded !== true && run.site.isLink(text)) return true;
  const scheme = run.site.tenant.app?.scheme;
  const name = value.origin === undefined ? 'This text' : `\`${value.origin}\``;
  run.report(
    'template-link',
    at,
    value.encoded
      ? `${name} begins a link, but is printed with \`url\`, which is for parts of a link.`
      : `${name} begins a link, but “${text.slice(0, 60)}” is not an address that a link may begin with (http, https, mailto, tel${scheme === undefined ? '' : `, ${scheme}`}).`,
    value.encoded
      ? 'Print it without `url`.'
      : `Write the complete address, beginning with \`https://\`${scheme === undefined ? '; for links into the app set `app.scheme` in the tenant’s file' : ''}.`,
  );
  return false;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop or encode them, so they hide things
const unprintable = /[\u0000-\u0020\u007f]/;

/** Whether a text is a whole link of a kind that may be followed from a message. */
export function isLink(text: string, appScheme: string | undefined): boolean {
  if (unprintable.test(text)) return false;
  const colon = text.indexOf(':');
  if (colon < 1) return false;
  const scheme = text.slice(0, colon).toLowerCase();
  if (scheme === 'https' || scheme === 'http') return /^https?:\/\//i.test(text) && URL.canParse(text);
  if (scheme === 'mailto' || scheme === 'tel') return text.length > colon + 1;
  return appScheme !== undefined && scheme === appScheme.toLowerCase();
}

/** Reports a value at a place in the markup where no value may stand. Always returns false. */
export function checkPlain(run: Run, at: Spot): false {
  switch (run.state.value) {
    case 'unquoted':
      run.report(
        'template-unquoted-attribute',
        at,
        'A value is printed in an attribute without quotes, where a space in it would begin another attribute.',
        'Put quotation marks around the attribute’s value: `name="{{…}}"`.',
      );
      return false;
    case 'url-scheme':
    case 'url-mixed':
      run.report(
        'template-link',
        at,
        'It is not clear whether this value begins the link, so it cannot be checked where the link leads.',
        'Begin the link with a complete address: a variable, or `https://…` in each branch.',
      );
      return false;
    default:
      run.report(
        'template-value-in-tag',
        at,
        'A value is printed inside a tag, but not in the value of an attribute; it could become a tag or attribute itself.',
        'Print it in the quoted value of an attribute, or between tags; write a literal `<` as `&lt;`.',
      );
      return false;
  }
}
