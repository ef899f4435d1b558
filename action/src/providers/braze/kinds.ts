/** What a message is at Braze: an email template or, for other channels, which have no templates, a content block. */
export type Kind = 'email' | 'block';

export const kinds: readonly Kind[] = ['email', 'block'];

/** The endpoints of each kind, and the names of its fields: the vendor's API reference, “Templates”. */
export const endpoints = {
  email: { path: '/templates/email', items: 'templates', id: 'email_template_id', label: 'template_name' },
  block: { path: '/content_blocks', items: 'content_blocks', id: 'content_block_id', label: 'name' },
} as const satisfies Record<Kind, { path: string; items: string; id: string; label: string }>;
