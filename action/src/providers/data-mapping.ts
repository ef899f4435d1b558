import type { Account as AccountConfig } from '../config/model.ts';
import type { DataMapping, Dialect } from '../template/dialects/dialect.ts';

/** What an account calls runtime data: its dialect's names, with what the configuration says otherwise in their place. */
export function dataMapping(dialect: Dialect, account: AccountConfig): DataMapping {
  const { recipient, event } = dialect.defaultData;
  return {
    recipient: { ...recipient, ...account.data?.recipient },
    event: { ...event, ...account.data?.event },
  };
}
