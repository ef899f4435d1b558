import type { Syntax } from '../../link.ts';

/**
 * The lexical rules of Liquid, as far as they decide where tags begin and end: tokenizer.ts of liquidjs 10. `{<` begins
 * no tag, but Braze removes HTML comments before it parses Liquid (“Using Liquid”), so `{<!-- -->%` would become one. A
 * tag of the driver's may follow a field.
 */
export function liquidSyntax(vendor: string): Syntax {
  return { vendor, openers: ['{{', '{%', '{<'], touchy: false, behind: '{', brace: '{{ "{" }}', findTag, endOfTag };
}

function findTag(text: string, from: number): number {
  let brace = text.indexOf('{', from);
  while (brace !== -1) {
    const next = text.charCodeAt(brace + 1);
    if (next === 0x7b || next === 0x25) return brace;
    brace = text.indexOf('{', brace + 1);
  }
  return -1;
}

/** Finds the end of a tag. Quoted texts are read as a whole inside `{{ … }}`, but not inside `{% … %}`. */
function endOfTag(text: string, start: number): number {
  if (text.startsWith('{%', start)) {
    const end = text.indexOf('%}', start + 2);
    return end === -1 ? -1 : end + 2;
  }
  let at = start + 2;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      if (end === -1) return -1;
      at = end + 1;
    } else if (text.startsWith('}}', at)) {
      return at + 2;
    } else {
      at++;
    }
  }
  return -1;
}
