/**
 * Rewrites Braze's `${name}` to plain Liquid, because LiquidJS would refuse it: `${first_name}` becomes
 * `braze["first_name"]`, `custom_attribute.${tier}` becomes `custom_attribute["tier"]`. Only inside tags, and not
 * inside their strings.
 */
export function toPlainLiquid(text: string): string {
  return text.replace(/\{\{(?:"[^"]*"|'[^']*'|(?!\}\}(?!\}))[\s\S])*\}\}|\{%[\s\S]*?%\}/g, rewriteTag);
}

function rewriteTag(tag: string): string {
  return tag.replace(
    /"[^"]*"|'[^']*'|(\.?)\$\{([^{}]+)\}/g,
    (found, dot: string | undefined, name: string | undefined) =>
      name === undefined ? found : `${dot === '.' ? '' : 'braze'}["${name}"]`,
  );
}
