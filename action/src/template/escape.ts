const special = /["&'<>]/;

/** Escapes text for HTML: safe between tags, in quoted attributes, in <title> and in comments. */
export function escapeHtml(text: string): string {
  if (!special.test(text)) return text;
  let escaped = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const entity = entityFor(text.charCodeAt(index));
    if (entity === undefined) continue;
    escaped += text.slice(from, index) + entity;
    from = index + 1;
  }
  return escaped + text.slice(from);
}

function entityFor(code: number): string | undefined {
  switch (code) {
    case 0x22:
      return '&quot;';
    case 0x26:
      return '&amp;';
    case 0x27:
      return '&#39;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    default:
      return undefined;
  }
}
