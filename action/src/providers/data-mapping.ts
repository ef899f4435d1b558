import type { Account as AccountConfig } from '../config/model.ts';
import type { DataMapping, Dialect } from '../template/dialects/dialect.ts';

/** The names of an account's runtime data: its dialect's, unless the configuration gives others. */
export function dataMapping(dialect: Dialect, account: AccountConfig): DataMapping {
  const { recipient, event } = dialect.defaultData;
  return {
    recipient: { ...recipient, ...account.data?.recipient },
    event: { ...event, ...account.data?.event },
  };
}
