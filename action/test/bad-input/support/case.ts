import type { Code } from '../../../src/diagnostics/catalogue.ts';
import type { Edit } from './edits.ts';

/** One mistake that people make: what it looks like, what must be said of it, and what mends it. */
export interface BadInput {
  readonly name: string;
  readonly edit: Edit;
  readonly code: Code;
  /** `file:line:column`. */
  readonly at: string;
  /** A part of the message. */
  readonly message: string;
  /** A part of the fix; absent where there is none to give. */
  readonly fix?: string;
  /** Codes of further diagnostics that the same mistake brings, sorted. */
  readonly also?: readonly Code[];
  /** Applied after `edit`, it leaves nothing to report. */
  readonly mend: Edit;
}
