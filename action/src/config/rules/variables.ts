import { canonicalJson, type Json, own } from '../../digest.ts';
import { versionFor } from '../deployable.ts';
import { type Finding, keyAt } from '../findings.ts';
import { placeOf } from '../layer-findings.ts';
import type { LoadedTenant } from '../load/tenants.ts';
import type { TemplateVersion, ValueSchema } from '../model.ts';
import { compileNames, compileValueSchema, type ValueCheck, type ValueProblem } from '../value-schema.ts';
import type { Rule } from './rule.ts';

/** The variables of every tenant conform to the schemas of the templates meant for it. */
export const variables: Rule = ({ templates, tenants }) => {
  const units = new Units();
  const found = new Problems();
  for (const loaded of tenants.values()) {
    const results = new Map<Unit, readonly ValueProblem[]>();
    for (const template of templates.values()) {
      const version = versionFor(loaded.tenant, template);
      if (!version) continue;
      for (const unit of units.of(version)) {
        let problems = results.get(unit);
        if (!problems) {
          problems = unit(loaded);
          results.set(unit, problems);
        }
        for (const problem of problems) found.add(problem, loaded, version);
      }
    }
  }
  return found.findings();
};

/** Checks part of a tenant's variables. */
type Unit = (loaded: LoadedTenant) => readonly ValueProblem[];

/**
 * Compiles each distinct declaration once, so that it is checked once per tenant: templates share most of their
 * declarations.
 */
class Units {
  readonly #units = new Map<string, Unit>();
  readonly #versions = new Map<TemplateVersion, readonly Unit[]>();

  of(version: TemplateVersion): readonly Unit[] {
    const known = this.#versions.get(version);
    if (known) return known;
    const units = this.#make(version);
    this.#versions.set(version, units);
    return units;
  }

  #make({ metadata }: TemplateVersion): Unit[] {
    const schema = metadata.variables;
    if (!schema) return [];
    const names = compileNames(schema);
    const key = canonicalJson({ ...schema, properties: Object.keys(schema.properties ?? {}) } as Json);
    const root = this.#shared(key, (loaded) => run(names, loaded, loaded.tenant.variables, []));
    return [root, ...Object.entries(schema.properties ?? {}).map(([name, member]) => this.#unit(name, member))];
  }

  #unit(name: string, schema: ValueSchema): Unit {
    const check = compileValueSchema(schema);
    return this.#shared(canonicalJson([name, schema as Json]), (loaded) => {
      const value = own(loaded.tenant.variables, name);
      return value === undefined ? [] : run(check, loaded, value, [name]);
    });
  }

  #shared(key: string, unit: Unit): Unit {
    const known = this.#units.get(key);
    if (known) return known;
    this.#units.set(key, unit);
    return unit;
  }
}

function run(check: ValueCheck, { tenant }: LoadedTenant, value: Json, pointer: readonly string[]): ValueProblem[] {
  const problems: ValueProblem[] = [];
  check(value, pointer, { scheme: tenant.app?.scheme }, problems);
  return problems;
}

/** One problem with one variable, of one or more tenants, for one or more templates. */
interface Problem {
  readonly problem: ValueProblem;
  readonly tenants: Map<string, LoadedTenant>;
  readonly versions: Map<string, TemplateVersion>;
}

/** Collects problems so that one cause makes one finding, however many tenants and templates it affects. */
class Problems {
  readonly #problems = new Map<string, Problem>();

  add(problem: ValueProblem, loaded: LoadedTenant, version: TemplateVersion): void {
    // A missing value is missing in the tenant; an invalid one was set in some layer, for one tenant or for many.
    const place = problem.kind === 'missing' ? undefined : placeOf(loaded, pointerOf(problem));
    const key = JSON.stringify([problem, place]);
    const entry = this.#problems.get(key) ?? { problem, tenants: new Map(), versions: new Map() };
    entry.tenants.set(loaded.tenant.id, loaded);
    entry.versions.set(version.file, version);
    this.#problems.set(key, entry);
  }

  findings(): Finding[] {
    return [...this.#problems.values()].map((one) => (one.problem.kind === 'missing' ? missing(one) : invalid(one)));
  }
}

function pointerOf({ pointer }: ValueProblem): string[] {
  return ['variables', ...pointer];
}

function invalid({ problem, tenants, versions }: Problem): Finding {
  const [first] = tenants.values();
  const loaded = first as LoadedTenant;
  const place = placeOf(loaded, pointerOf(problem));
  const message = `the variable “${problem.pointer.join('.')}” does not fit ${namesOf(versions)}: ${problem.message}`;
  const unusable = [...tenants.keys()];
  const ids = place.file === loaded.tenant.file ? {} : { tenants: unusable };
  return { code: 'variable-invalid', ...place, message, fix: problem.fix, unusable, ...ids };
}

/**
 * Places the finding in the tenant where only one lacks the value, and in the template where several do: it may ask for
 * too much.
 */
function missing({ problem, tenants, versions }: Problem): Finding {
  const [version] = versions.values();
  const [loaded] = tenants.values();
  const message = `the variable ${problem.message}, but ${namesOf(versions)} requires it`;
  const fix =
    problem.fix ??
    'Set it in the tenant, a group or tenants/_defaults.yaml; or do not list it as required in the template.';
  const unusable = [...tenants.keys()];
  if (tenants.size === 1 && loaded) {
    return { code: 'variable-missing', ...keyAt(loaded.tenant.file, ...pointerOf(problem)), message, fix, unusable };
  }
  const place = keyAt(version?.file ?? '', 'variables', ...declaration(problem.pointer));
  return { code: 'variable-missing', ...place, message, fix, unusable, tenants: unusable };
}

/** The pointer to the place in a schema that declares the value at a pointer. */
function declaration(pointer: readonly string[]): string[] {
  return pointer.flatMap((segment) => (/^\d+$/.test(segment) ? ['items'] : ['properties', segment]));
}

function namesOf(versions: ReadonlyMap<string, TemplateVersion>): string {
  const [first, ...more] = [...versions.values()].map(({ id }) => `“${id}”`);
  return more.length === 0
    ? `${first}`
    : more.length === 1
      ? `${first} (and ${more[0]})`
      : `${first} (and ${more.length} more)`;
}
