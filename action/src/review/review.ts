import type { Channel } from '../config/model.ts';
import type { Plan, PlanReason } from '../generated/index.ts';

/**
 * What a change comes to, arranged so that a person can judge it: which messages change in the same way, which few of
 * them speak for the rest, and what in it is dangerous. Made from a plan; holds no texts of messages but the words
 * that changed.
 */
export interface Review {
  /** What is compared. `base` is undefined where the comparison is with what is deployed (the ledger). */
  readonly base: string | undefined;
  readonly head: string;
  /** ISO time that decided freezes and `until` dates. */
  readonly now: string;
  readonly counts: ReviewCounts;
  /** Singletons first, then the most messages last, so that what is unusual is met before what is usual. */
  readonly changes: readonly Change[];
  /** The gravest first. */
  readonly risks: readonly Risk[];
  /** Pairs that one would expect to follow the change, and that do not, or do otherwise. */
  readonly unexpected: readonly Unexpected[];
  /** What does not change, by reason. */
  readonly unaffected: readonly Unaffected[];
  readonly forecast: ReviewForecast;
  /** What is merged and not deployed yet: deploying this deploys it too. Undefined where no ledger could be read. */
  readonly pending: { readonly pairs: number; readonly commit: string } | undefined;
  /** Guards that would refuse the plan. */
  readonly refusals: Plan['refusals'];
  /** Set where the comparison is not whole, such as with a base that has errors: why, and what it means; a sentence. */
  readonly incomplete?: string;
}

export interface ReviewCounts {
  readonly messages: number;
  readonly pairs: number;
  /** Representatives of all changes: what a reviewer is asked to look at. */
  readonly previews: number;
  readonly tenants: {
    /** With a message that is created, updated or archived. */
    readonly changing: number;
    /** With changes, all of which are held. */
    readonly held: number;
    /** That a changed template is not for: opted out, not targeted, no feature, no workspace …; not retired ones. */
    readonly excluded: number;
    /** All the others. */
    readonly unchanged: number;
    readonly total: number;
  };
}

/** One edit as a reviewer sees it, however many templates, languages and tenants it is found in. */
export interface Change {
  /** Twelve hex digits; the same for the same change in every run. For deep links and "looked at" marks. */
  readonly id: string;
  readonly kind: 'update' | 'create' | 'archive' | 'move';
  /** Short and plain: the words changed, `new template weekly-deals`, `tenant acme leaves` … Text, not Markdown. */
  readonly title: string;
  /** The words that changed; at most `mostHunks` of them. Empty for what is created, moved or archived. */
  readonly hunks: readonly Hunk[];
  readonly moreHunks: number;
  readonly classes: readonly ChangeClass[];
  /** At most six, of any of its classes, and every own version and pin beyond them; the most typical first. */
  readonly representatives: readonly Representative[];
}

/** Messages of one template in one vendor language that change in the same way apart from the tenants' own values. */
export interface ChangeClass {
  /** As in the plan; of its own where a class of the plan is looked at in several changes. */
  readonly id: string;
  readonly template: string;
  readonly channel: Channel;
  readonly dialect: string;
  /** By tenant, then locale. */
  readonly messages: readonly ReviewedMessage[];
  /** At most six, and every own version and pin beyond them. */
  readonly representatives: readonly Representative[];
}

/**
 * Words taken out and put in, in a field, with a few words around them. Tenant values read `⟦path⟧`, runtime data reads as
 * authors write it, `{{event.order.number}}`.
 */
export interface Hunk {
  /** Of the message; or where only values change, the value's path: `brand.tagline`, `sender.address`. */
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

/** How big a message is, tenant values in place. Zero where it has no such field. */
export interface Measure {
  /** Characters of the subject, or the title of a push message, with the sample that makes it longest. */
  readonly subject: number;
  /** UTF-8 bytes of the HTML part, runtime data as vendor code. */
  readonly html: number;
  /** SMS segments with the sample that makes it longest. */
  readonly segments: number;
}

export interface Representative {
  readonly message: ReviewedMessage;
  /** For people: `typical of 347`, `longest subject`, `right to left`, `own partial footer`, `pinned to 1.4.0` … */
  readonly why: readonly string[];
  /** Messages it speaks for, itself included. */
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
  /** A sentence without its full stop: what, and how many it concerns. */
  readonly message: string;
  /** Up to a dozen particulars: hosts, senders, paths. */
  readonly details: readonly string[];
  /** The changes it is found in, by id. */
  readonly changes: readonly string[];
}

export interface Unexpected {
  readonly tenant: string;
  readonly template: string;
  /** `own-partial`, `own-string`, `pinned`, `feature`, `dialect`, `locale`, `opted-out` … */
  readonly code: string;
  /** For people: `keeps its own footer, so that this change does not reach it`. */
  readonly message: string;
}

export interface Unaffected {
  readonly code: string;
  /** For people: `opted out of winback`, `not reached by the change` … */
  readonly reason: string;
  readonly pairs: number;
  /** A few, by id. */
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
    /** Objects that its fullest workspace will hold, of how many it can; undefined where the vendor has no known bound. */
    readonly headroom: { readonly used: number; readonly of: number; readonly workspace: string } | undefined;
  }[];
}

/** A representative with its texts, for the gallery. */
export interface Shown {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  /** Absent where there is none; `missing` then says why there is none although there should be. */
  readonly before?: ShownTexts;
  readonly after?: ShownTexts;
  readonly missing?: string;
}

export interface ShownTexts {
  /** Sample name to field to text, as a customer would see it. */
  readonly samples: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Field to vendor code, as it is (to be) deployed. */
  readonly source: Readonly<Record<string, string>>;
  /** SMS segments by sample; empty for other channels. */
  readonly segments: Readonly<Record<string, number>>;
  /** What rendering it found worth a warning. */
  readonly warnings: readonly string[];
}
