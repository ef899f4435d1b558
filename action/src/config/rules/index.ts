import { accountNames } from './account-names.ts';
import { dataMapping } from './data-mapping.ts';
import { dates } from './dates.ts';
import { fallbackCycle } from './fallback-cycle.ts';
import { formerIds } from './former-ids.ts';
import { jurisdictionLocale } from './jurisdiction-locale.ts';
import { knownAccount } from './known-account.ts';
import { knownFeatures } from './known-features.ts';
import { knownGroup } from './known-group.ts';
import { knownLabels } from './known-labels.ts';
import { knownLocale } from './known-locale.ts';
import { knownTemplate } from './known-template.ts';
import { knownTenant } from './known-tenant.ts';
import { knownVersion } from './known-version.ts';
import { libraryNames } from './library-names.ts';
import { messageTypes } from './message-types.ts';
import { notEmpty } from './not-empty.ts';
import { overridableStrings } from './overridable-strings.ts';
import { overriddenStrings } from './overridden-strings.ts';
import { reservedVariables } from './reserved-variables.ts';
import type { Rule } from './rule.ts';
import { senderAddresses } from './sender-addresses.ts';
import { senderPerCategory } from './sender-per-category.ts';
import { sharedWorkspace } from './shared-workspace.ts';
import { tenantPartials } from './tenant-partials.ts';
import { timezones } from './timezones.ts';
import { variables } from './variables.ts';
import { waves } from './waves.ts';

/** All rules that must hold between files. Their order does not matter: findings are sorted by place. */
export const rules: readonly Rule[] = [
  accountNames,
  dataMapping,
  dates,
  fallbackCycle,
  formerIds,
  jurisdictionLocale,
  knownAccount,
  knownFeatures,
  knownGroup,
  knownLabels,
  knownLocale,
  knownTemplate,
  knownTenant,
  knownVersion,
  libraryNames,
  messageTypes,
  notEmpty,
  overriddenStrings,
  overridableStrings,
  reservedVariables,
  senderAddresses,
  senderPerCategory,
  sharedWorkspace,
  tenantPartials,
  timezones,
  variables,
  waves,
];
