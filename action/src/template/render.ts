import { type Channel, channelFields, type Repository, type TemplateVersion, type Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { EscapedText } from '../digest.ts';
import { Closures } from './closure.ts';
import type { DataMapping, Dialect } from './dialects/dialect.ts';
import { type EvaluatedField, Evaluator, evaluateField } from './evaluate.ts';
import { type Reach, Reaches } from './reach.ts';
import type { Skeleton } from './skeleton.ts';
import { SkeletonDigests } from './skeleton-digests.ts';
import { Sources } from './sources.ts';
import { TextParts } from './text-parts.ts';

/** A pair rendered for one locale, in a vendor's language. */
export interface Message {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: Channel;
  readonly category: 'marketing' | 'transactional';
  readonly topic: string;
  /** Texts by field name: `subject`, `html` …; see `channelFields`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Rendered {
  /** Absent if there are problems of severity error. */
  readonly message?: Message;
  /** The message's texts as JSON writes them, as far as that is known. */
  readonly escaped: readonly EscapedText[];
  /** SHA-256 of the fields' skeletons; equal for messages that differ only in the tenants' own values. */
  readonly skeleton: string;
  readonly problems: readonly Diagnostic[];
}

/** A message before it is printed in a vendor's language. */
export interface Evaluated {
  /** By name, in the order of `channelFields`. */
  readonly fields: ReadonlyMap<string, EvaluatedField>;
  /** What is wrong with the template's sources, whoever it is evaluated for. */
  readonly problems: readonly Diagnostic[];
}

/** Renders the messages of one repository, and keeps parsed sources between calls. Pure: reads no file and no clock. */
export interface Renderer {
  /** Renders one message. Never throws for a faulty template: what is wrong is in `problems`. */
  render(version: TemplateVersion, tenant: Tenant, locale: string, target: Target): Rendered;
  /**
   * Evaluates one message to the intermediate form, for previews with sample data, and for printing it in several
   * languages.
   */
  evaluate(version: TemplateVersion, tenant: Tenant, locale: string): Evaluated;
  /** Evaluates one field only; undefined if the template has no source for it. */
  field(version: TemplateVersion, tenant: Tenant, locale: string, name: string): EvaluatedField | undefined;
  /**
   * The digest of the closure: every source and string that this tenant's messages of this template can come from, and
   * the parts of `template.yaml` and the configuration (locale fallbacks) that they depend on. Never renders.
   */
  closure(version: TemplateVersion, tenant: Tenant): string;
  /** The sources and strings that the closure consists of. */
  reach(version: TemplateVersion, tenant: Tenant): Reach;
}

/** The language and the data names of the account that a message goes to. */
export interface Target {
  readonly dialect: Dialect;
  readonly data: DataMapping;
}

export type CreateRenderer = (repository: Repository) => Renderer;

/** Creates a renderer for the messages of one repository. */
export function createRenderer(repository: Pick<Repository, 'config'>): Renderer {
  const sources = new Sources();
  const reaches = new Reaches(sources);
  const evaluator = new Evaluator(repository.config, sources);
  const closures = new Closures(reaches, evaluator);
  const skeletons = new SkeletonDigests();
  const texts = new TextParts();

  function evaluate(version: TemplateVersion, tenant: Tenant, locale: string): Evaluated {
    const { problems } = reaches.of(version, tenant);
    const site = evaluator.site(version, tenant, locale);
    const root = site.root();
    const fields = new Map<string, EvaluatedField>();
    for (const name of fieldNames(version.channel)) {
      const source = version.fields.get(name);
      if (source !== undefined) fields.set(name, withoutRepeats(evaluateField(site, root, name, source), problems));
    }
    const html = fields.get('html');
    if (html !== undefined && !fields.has('text') && !html.problems.some(isError)) {
      fields.set('text', { format: 'text', ...texts.of(version, html.nodes) });
    }
    return { fields, problems };
  }

  function field(version: TemplateVersion, tenant: Tenant, locale: string, name: string): EvaluatedField | undefined {
    const source = version.fields.get(name);
    if (source === undefined) return undefined;
    const site = evaluator.site(version, tenant, locale);
    return withoutRepeats(evaluateField(site, site.root(), name, source), reaches.of(version, tenant).problems);
  }

  return {
    evaluate,
    field,
    render: (version, tenant, locale, target) =>
      print(evaluate(version, tenant, locale), version, tenant, locale, target, skeletons),
    closure: (version, tenant) => closures.of(version, tenant),
    reach: (version, tenant) => reaches.of(version, tenant),
  };
}

/** Drops the problems that its sources have for everyone, which the evaluation has met again. */
function withoutRepeats(field: EvaluatedField, known: readonly Diagnostic[]): EvaluatedField {
  if (known.length === 0 || field.problems.length === 0) return field;
  const isKnown = (one: Diagnostic) => known.some((other) => samePlace(one, other));
  return { ...field, problems: field.problems.filter((problem) => !isKnown(problem)) };
}

function samePlace(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.file === b.file && a.line === b.line && a.column === b.column;
}

const names: Readonly<Record<Channel, readonly string[]>> = {
  email: [...channelFields.email.required, ...channelFields.email.optional],
  push: [...channelFields.push.required, ...channelFields.push.optional],
  sms: [...channelFields.sms.required, ...channelFields.sms.optional],
};

function fieldNames(channel: Channel): readonly string[] {
  return names[channel];
}

function print(
  evaluated: Evaluated,
  version: TemplateVersion,
  tenant: Tenant,
  locale: string,
  { dialect, data }: Target,
  digests: SkeletonDigests,
): Rendered {
  const problems = [...evaluated.problems];
  const texts: Record<string, string> = {};
  const escaped: EscapedText[] = [];
  const skeletons = new Map<string, Skeleton>();
  for (const [name, field] of evaluated.fields) {
    problems.push(...field.problems);
    if (field.problems.some(isError)) continue;
    const printed = dialect.print(field.nodes, field.format, data);
    problems.push(...printed.problems);
    texts[name] = printed.text;
    if (printed.json !== undefined) escaped.push({ text: printed.text, json: printed.json });
    skeletons.set(name, printed.skeleton);
  }
  const skeleton = digests.of(version, skeletons);
  if (problems.some(isError)) return { escaped, skeleton, problems };
  const { id: template, channel, metadata } = version;
  const { category, topic } = metadata;
  const message: Message = { tenant: tenant.id, template, locale, channel, category, topic, fields: texts };
  return { message, escaped, skeleton, problems };
}

function isError(problem: Diagnostic): boolean {
  return problem.severity === 'error';
}
