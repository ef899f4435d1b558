import { finding, keyAt } from '../findings.ts';
import { reservedAccounts } from '../ids.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule } from './rule.ts';

/** No account has a name that the ledger uses itself. */
export const accountNames: Rule = ({ config }) =>
  reservedAccounts
    .filter((name) => config && Object.hasOwn(config.accounts, name))
    .map((name) =>
      finding(
        'reserved-account',
        keyAt(configPath, 'accounts', name),
        `an account cannot be called “${name}”: the ledger uses that name itself`,
        'Give the account another name.',
      ),
    );
