import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import { DeployedLine, type Side } from '../plan/as-deployed.ts';
import type { OpenAccount } from '../plan/prepare.ts';

/** What a message was made from before the change. */
export interface Earlier {
  readonly side: Side;
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly open: OpenAccount;
}

/** Finds what a ledger's line was made from; undefined where that is no longer available. */
export type EarlierOf = (line: LedgerLine) => Earlier | undefined;

/** What a line was made from, where the line stands for a commit and that commit renders it. */
export function earlierInCommit(line: LedgerLine): Earlier | undefined {
  return line instanceof DeployedLine && line.prepared() ? line.pair : undefined;
}
