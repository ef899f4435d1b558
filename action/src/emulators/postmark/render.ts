import type { Compile } from '../rendering.ts';
import { compileMustachio } from './mustachio.ts';

/**
 * Renders as Postmark does when it sends: Mustachio, and the one address that Postmark supplies (`{{{
 * pm:unsubscribe_url }}}`).
 */
export const compilePostmark: Compile = (text) => {
  const template = compileMustachio(text);
  return ({ recipient, event, vendor }) =>
    template({ recipient, event }, { 'pm:unsubscribe_url': vendor.unsubscribe_url });
};
