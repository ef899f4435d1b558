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

/** What a pair renders to for one locale, in a vendor's language. */
export interface Message {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: Channel;
  readonly category: 'marketing' | 'transactional';
  readonly topic: string;
  /** Field name to text: `subject`, `html` …; see `channelFields`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Rendered {
  /** Absent when there are problems of severity error. */
  readonly message?: Message;
  /** What JSON writes for the message's texts, as far as that is known. */
  readonly escaped: readonly EscapedText[];
  /** SHA-256 of the fields' skeletons: equal for messages that differ only in the tenants' own values. */
  readonly skeleton: string;
  readonly problems: readonly Diagnostic[];
}

/** A message before it is printed in a vendor's language. */
export interface Evaluated {
  /** By name, in the order of `channelFields`. */
  readonly fields: ReadonlyMap<string, EvaluatedField>;
  /** What is wrong with the template's sources, for whomever it is evaluated. */
  readonly problems: readonly Diagnostic[];
}

/** Renders messages of one repository; keeps parsed sources between calls. Pure: reads no file and no clock. */
export interface Renderer {
  /** Renders one message. Total: what is wrong is in `problems`. */
  render(version: TemplateVersion, tenant: Tenant, locale: string, target: Target): Rendered;
  /** One message in the intermediate form, for previews with sample data and for printing it in several languages. */
  evaluate(version: TemplateVersion, tenant: Tenant, locale: string): Evaluated;
  /** One field of `evaluate`, without the work for the others; undefined where the template has no source for it. */
  field(version: TemplateVersion, tenant: Tenant, locale: string, name: string): EvaluatedField | undefined;
  /**
   * Digest of the closure: every source, and every string, that this tenant's messages of this template can come from,
   * plus what of `template.yaml` and the configuration (locale fallbacks) they depend on. Never renders.
   */
  closure(version: TemplateVersion, tenant: Tenant): string;
  /** The sources and strings that the closure is made of. */
  reach(version: TemplateVersion, tenant: Tenant): Reach;
}

/** The language and names of the account a message goes to. */
export interface Target {
  readonly dialect: Dialect;
  readonly data: DataMapping;
}

export type CreateRenderer = (repository: Repository) => Renderer;

/** A renderer for the messages of one repository. */
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

/** The field without problems that its sources have for everyone: evaluation met them once more. */
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
