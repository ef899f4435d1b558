import { sha256 } from '../digest.ts';
import { clientScript, clientStyle } from '../generated/gallery-client.ts';
import { Html, html } from './html.ts';

/**
 * The policy of every page. It allows no script but ours, by its digest. Frames inherit this policy: it allows the
 * styles and images that messages may need, and each message's own policy decides whether it gets images.
 */
export const documentPolicy = [
  "default-src 'none'",
  `script-src 'sha256-${base64(sha256(clientScript))}'`,
  "style-src 'unsafe-inline'",
  'img-src data: https: http:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * A page of the gallery, with the script that all pages have. The script brings previews to life, where there are any.
 */
export function pageDocument(title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(documentPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(clientStyle)}</style>
</head>
<body>${body}
<script>${new Html(clientScript)}</script>
</body>
</html>
`.text;
}

function base64(hexadecimal: string): string {
  const bytes = hexadecimal.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
}
