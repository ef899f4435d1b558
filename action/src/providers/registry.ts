import type { Account as AccountConfig } from '../config/model.ts';
import { braze } from './braze/braze.ts';
import { iterable } from './iterable/iterable.ts';
import { local } from './local/local.ts';
import { postmark } from './postmark/postmark.ts';
import type { Provider } from './provider.ts';
import { sendgrid } from './sendgrid/sendgrid.ts';

/** All drivers, by the name that an account's `provider` gives. */
export const providers: Readonly<Record<AccountConfig['provider'], Provider>> = {
  local,
  sendgrid,
  postmark,
  iterable,
  braze,
};
