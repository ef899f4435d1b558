/** How a message is shown in its frame. */
export interface FrameLook {
  readonly scheme: 'light' | 'dark';
  readonly images: 'off' | 'on';
  /** A style sheet of ours, in addition to the message's own. */
  readonly style: string;
}

/**
 * Makes the document for a message's frame: the message as it is, after a policy that precedes anything of it. The
 * frame's sandbox and this policy each keep it from running scripts; the policy allows nothing to be loaded except, on
 * demand, images.
 */
export function frameDocument(message: string, { scheme, images, style }: FrameLook): string {
  const [doctype = ''] = /^\s*<!doctype[^>]*>/i.exec(message) ?? [];
  const body = withoutConnections(inScheme(message.slice(doctype.length), scheme));
  const pictures = images === 'on' ? 'data: https: http:' : 'data:';
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${pictures}`;
  const declared = supportsDark(message) ? scheme : 'light';
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">',
    `<base target="_blank"><meta name="color-scheme" content="${declared}"><style>${style}</style>`,
  ];
  return `${doctype}${head.join('')}${body}`;
}

/**
 * Renames what makes a browser connect to a server: policies forbid requests, but a browser may open the connection
 * before it asks the policy. `<link>` becomes `<basefont>`, which may stand in the same places and does nothing; frames
 * become elements without a meaning; links that would open in the frame open in a window, which its sandbox forbids.
 */
export function withoutConnections(message: string): string {
  return message
    .replace(/<link(?=[\s/>])/gi, '<basefont')
    .replace(/<i?frame(?=[\s/>])/gi, '<frame-not-shown')
    .replace(/(?<=[\s"'/])target(?=\s*=)/gi, 'data-target');
}

/** Whether a message has styles for dark mode. */
export function supportsDark(message: string): boolean {
  return /prefers-color-scheme\s*:\s*dark|color-scheme[^;}]{0,40}\bdark\b/i.test(message);
}

/**
 * Makes conditions on the colour scheme hold as in a client that is set to `scheme`, whatever this browser is set to:
 * it rewrites them to conditions on the width that always or never hold.
 */
function inScheme(message: string, scheme: 'light' | 'dark'): string {
  return message
    .replace(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi, (_, asked: string) =>
      asked.toLowerCase() === scheme ? '(min-width:0px)' : '(max-width:0px)',
    )
    .replace(/(?<![-\w])color-scheme\s*:\s*(?:light\s+dark|dark\s+light)/gi, `color-scheme:${scheme}`);
}
