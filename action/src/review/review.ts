import type { Channel } from '../config/model.ts';
import type { Plan, PlanReason } from '../generated/index.ts';

/**
 * What a change comes to, arranged so that a person can judge it: which messages change in the same way, which few of
 * them represent the rest, and what in it is dangerous. Made from a plan. Of the messages' texts it holds only the
 * words that changed.
 */
export interface Review {
  /** What `head` is compared with; undefined where that is what is deployed (the ledger). */
  readonly base: string | undefined;
  readonly head: string;
  /** The time, in ISO format, by which freezes and `until` dates were judged. */
  readonly now: string;
  readonly counts: ReviewCounts;
  /** Those with the fewest messages first, so that the unusual is met before the usual. */
  readonly changes: readonly Change[];
  /** The gravest first. */
  readonly risks: readonly Risk[];
  /** Pairs that one would expect to follow the change, but that do not, or do so differently. */
  readonly unexpected: readonly Unexpected[];
  /** What does not change, by reason. */
  readonly unaffected: readonly Unaffected[];
  readonly forecast: ReviewForecast;
  /**
   * What is merged and not deployed yet, and will be deployed along with this. Undefined where no ledger could be read.
   */
  readonly pending: { readonly pairs: number; readonly commit: string } | undefined;
  /** Guards that would refuse the plan. */
  readonly refusals: Plan['refusals'];
  /**
   * Set where the comparison is incomplete, for example because the base has errors: a sentence saying why, and what it
   * means.
   */
  readonly incomplete?: string;
}

export interface ReviewCounts {
  readonly messages: number;
  readonly pairs: number;
  /** The number of representatives of all changes: what a reviewer is asked to look at. */
  readonly previews: number;
  readonly tenants: {
    /** Tenants with a message that is created, updated or archived. */
    readonly changing: number;
    /** Tenants with changes, all of which are held. */
    readonly held: number;
    /**
     * Tenants that a changed template is not for: opted out, not targeted, no feature, no workspace …; except retired
     * ones.
     */
    readonly excluded: number;
    /** All other tenants. */
    readonly unchanged: number;
    readonly total: number;
  };
}

/** One edit as a reviewer sees it, in however many templates, languages and tenants it occurs. */
export interface Change {
  /** Twelve hex digits, which the same change has in every run. For deep links and "looked at" marks. */
  readonly id: string;
  readonly kind: 'update' | 'create' | 'archive' | 'move';
  /** Short and plain: the words changed, `new template weekly-deals`, `tenant acme leaves` … Text, not Markdown. */
  readonly title: string;
  /** The words that changed, at most `mostHunks` of them. Empty for messages that are created, moved or archived. */
  readonly hunks: readonly Hunk[];
  readonly moreHunks: number;
  readonly classes: readonly ChangeClass[];
  /** At most six from all its classes, and beyond them every own version and pin; the most typical first. */
  readonly representatives: readonly Representative[];
}

/** Messages of one template in one vendor language that change in the same way, apart from the tenants' own values. */
export interface ChangeClass {
  /** The id of the plan's class; one of its own where that class is divided among several changes. */
  readonly id: string;
  readonly template: string;
  readonly channel: Channel;
  readonly dialect: string;
  /** By tenant, then locale. */
  readonly messages: readonly ReviewedMessage[];
  /** At most six, and beyond them every own version and pin. */
  readonly representatives: readonly Representative[];
}

/**
 * Words taken out of a field and put into it, with a few words around them. Tenant values read `⟦path⟧`; runtime data
 * reads as authors write it, `{{event.order.number}}`.
 */
export interface Hunk {
  /** The message's field or, where only values change, the value's path: `brand.tagline`, `sender.address`. */
  readonly field: string;
  readonly lead: string;
  readonly before: string;
  readonly after: string;
  readonly tail: string;
}

export interface ReviewedMessage {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: Channel;
  /** Undefined for drafts without a workspace. */
  readonly account: string | undefined;
  readonly workspace: string | undefined;
  readonly action: 'create' | 'update' | 'archive' | 'held';
  /** Why it is held, pinned, archived …; for people. */
  readonly reasons: readonly PlanReason[];
  readonly before: string | null;
  readonly after: string | null;
  readonly direction: 'ltr' | 'rtl';
  readonly measure: Measure;
}

/** How big a message is, with the tenant's values in place. Zero where it has no such field. */
export interface Measure {
  /** Characters of the subject, or of a push message's title, with the sample that makes it longest. */
  readonly subject: number;
  /** UTF-8 bytes of the HTML part, with runtime data as vendor code. */
  readonly html: number;
  /** SMS segments with the sample that makes it longest. */
  readonly segments: number;
}

export interface Representative {
  readonly message: ReviewedMessage;
  /** For people: `typical of 347`, `longest subject`, `right to left`, `own partial footer`, `pinned to 1.4.0` … */
  readonly why: readonly string[];
  /** The number of messages it stands for, including itself. */
  readonly standsFor: number;
}

export type RiskCode =
  | 'legal' // text of _partials/legal/ or of `legal` values changes
  | 'unsubscribe' // an unsubscribe or preferences link comes, goes or moves
  | 'links' // hosts that links lead to change
  | 'sender' // who messages come from changes
  | 'contract' // the runtime data a template asks of its callers changes
  | 'reach' // many more, or many fewer, tenants or pairs than before; who is suspended or frozen; what reaches nobody
  | 'policy' // a policy of .github/tenantry.yml is loosened, or an account changes
  | 'archive'; // something that is deployed will be taken away

export interface Risk {
  readonly code: RiskCode;
  /** `stop`: do not approve without understanding it. `look`: worth a look. */
  readonly severity: 'stop' | 'look';
  /** A sentence without its full stop: what it is, and how many messages or tenants it concerns. */
  readonly message: string;
  /** Up to a dozen details: hosts, senders, paths. */
  readonly details: readonly string[];
  /** The ids of the changes it was found in. */
  readonly changes: readonly string[];
}

export interface Unexpected {
  readonly tenant: string;
  readonly template: string;
  /** `own-partial`, `own-string`, `pinned`, `feature`, `dialect`, `locale`, `opted-out` … */
  readonly code: string;
  /** For people: `keeps its own footer, so this change does not reach it`. */
  readonly message: string;
}

export interface Unaffected {
  readonly code: string;
  /** For people: `opted out of winback`, `not reached by the change` … */
  readonly reason: string;
  readonly pairs: number;
  /** The ids of a few of them. */
  readonly tenants: readonly string[];
}

export interface ReviewForecast {
  readonly writes: number;
  readonly archives: number;
  readonly calls: number;
  readonly seconds: number;
  readonly accounts: readonly {
    readonly account: string;
    readonly provider: string;
    readonly live: 'on-write' | 'by-id' | 'by-reference' | 'by-channel';
    readonly writes: number;
    /**
     * How many objects the fullest workspace will hold, and how many it can; undefined where the vendor has no known
     * bound.
     */
    readonly headroom: { readonly used: number; readonly of: number; readonly workspace: string } | undefined;
  }[];
}

/** A representative with its texts, for the gallery. */
export interface Shown {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  /** Absent where there is no such text; if there should be one, `missing` says why there is none. */
  readonly before?: ShownTexts;
  readonly after?: ShownTexts;
  readonly missing?: string;
}

export interface ShownTexts {
  /** Texts by sample name and field, as a customer would see them. */
  readonly samples: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The vendor's code by field, as it is (to be) deployed. */
  readonly source: Readonly<Record<string, string>>;
  /** SMS segments by sample; empty for other channels. */
  readonly segments: Readonly<Record<string, number>>;
  /** Warnings about rendering it. */
  readonly warnings: readonly string[];
}
