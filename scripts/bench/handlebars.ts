import Handlebars from 'handlebars';
import { openAccounts } from '../../action/src/commands/accounts.ts';
import { loadRepository } from '../../action/src/config/load.ts';
import type { Repository, Tenant } from '../../action/src/config/model.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { createRenderer } from '../../action/src/template/render.ts';

export interface Ratio {
  /** The length of the message's HTML. */
  readonly bytes: number;
  /** Microseconds per message, with all of its fields. */
  readonly ours: number;
  readonly handlebars: number;
}

const rounds = 5;

/**
 * Renders the same messages with our renderer (to vendor code, including checks and skeletons) and with compiled
 * Handlebars (with runtime data filled in), alternating. Returns the medians of the rounds after a warm-up.
 */
export function compareWithHandlebars(root: string): Ratio {
  const { repository } = loadRepository(openWorkingTree(root));
  const ours: number[] = [];
  const theirs: number[] = [];
  const renderOurs = prepareOurs(root, repository);
  const renderTheirs = prepareHandlebars(repository);
  let bytes = 0;
  for (let round = 0; round <= rounds; round++) {
    const us = perMessage(repository, renderOurs);
    const they = perMessage(repository, renderTheirs);
    bytes = us.bytes;
    if (round === 0) continue;
    ours.push(us.microseconds);
    theirs.push(they.microseconds);
  }
  return { bytes, ours: median(ours), handlebars: median(theirs) };
}

/** Renders one message, and returns the length of its HTML. */
type Render = (template: string, tenant: Tenant, locale: string) => number;

function perMessage({ tenants, templates }: Repository, render: Render): { microseconds: number; bytes: number } {
  let messages = 0;
  let bytes = 0;
  const started = performance.now();
  for (const tenant of tenants.values()) {
    for (const template of templates.keys()) {
      for (const locale of tenant.locales) {
        bytes += render(template, tenant, locale);
        messages += 1;
      }
    }
  }
  return { microseconds: ((performance.now() - started) * 1000) / messages, bytes: Math.round(bytes / messages) };
}

function prepareOurs(root: string, repository: Repository): Render {
  const renderer = createRenderer(repository);
  const accounts = openAccounts(repository.config, { repository: 'bench', root, credential: () => undefined });
  return (id, tenant, locale) => {
    const open = accounts.get(tenant.workspaces.email!.account)!;
    const target = { dialect: open.dialect, data: open.account.data };
    const { message, problems } = renderer.render(repository.templates.get(id)!, tenant, locale, target);
    if (!message) throw new Error(problems[0]?.message);
    return message.fields.html!.length;
  };
}

function prepareHandlebars({ templates, library }: Repository): Render {
  const engine = Handlebars.create();
  for (const [name, source] of [...library.partials, ...library.layouts]) engine.registerPartial(name, source.text);
  engine.registerHelper('t', function (this: { strings: Map<string, string> }, key: string, { hash }) {
    return this.strings.get(key)?.replace(/\{(\w+)\}/g, (_, slot: string) => String(hash[slot]));
  });
  const compiled = new Map(
    [...templates.values()].map((template) => [
      template.id,
      [...template.fields].map(([field, { text }]) => ({ field, render: engine.compile(text) })),
    ]),
  );
  const data = {
    recipient: { first_name: 'Ada', email: 'ada@example.com' },
    event: {
      order: { number: '1', total: '$2', url: 'https://a.example', note: 'x' },
      items: [{ name: 'a', quantity: 1, price: '$2' }],
    },
  };
  return (id, tenant, locale) => {
    const strings = templates.get(id)!.strings.get(locale)!.strings;
    const context = { ...tenant.variables, ...data, locale: { code: locale, direction: 'ltr' }, strings };
    let bytes = 0;
    for (const { field, render } of compiled.get(id)!) {
      const text = render(context);
      if (field === 'html') bytes = text.length;
    }
    return bytes;
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
