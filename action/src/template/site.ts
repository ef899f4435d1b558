import type { SourceFile, TemplateVersion, Tenant } from '../config/model.ts';
import type { ValueSchema } from '../generated/index.ts';
import type { Compiled } from './compiled.ts';
import type { Formats } from './formats/formats.ts';

/** What one message is evaluated with: which template, for whom, and in which locale. */
export interface Site {
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly locale: string;
  /** The source that a partial's name refers to for this tenant. */
  source(name: string): SourceFile | undefined;
  /** The names of partials and layouts, for suggestions. */
  partialNames(): readonly string[];
  compiled(source: SourceFile): Compiled;
  string(key: string): FoundString | undefined;
  /** The keys of the strings that exist in any locale, for suggestions. */
  stringKeys(): readonly string[];
  /** What the template declares about a tenant variable. */
  declared(origin: string): Declared | undefined;
  /** Whether a text is a whole link of a kind that may be followed from this tenant's messages. */
  isLink(text: string): boolean;
  readonly formats: Formats | undefined;
}

export interface FoundString {
  readonly text: string;
  readonly path: string;
}

/** The declaration of a tenant variable. */
export interface Declared {
  readonly schema: ValueSchema;
  /** Whether it, or something around it, may be absent. */
  readonly optional: boolean;
}
