import { branch } from './branch.ts';
import { requireGuarded } from './condition.ts';
import { emit, push, type Run, spend } from './env.ts';
import { escapeHtml } from './escape.ts';
import { afterValue, scan } from './html-state.ts';
import type { Spot } from './ir.ts';
import { checkPlain, checkStart } from './link-value.ts';
import { pathOf } from './schema.ts';
import { checkStyle } from './style-value.ts';
import { literal, type Runtime, type Static, textOf, unknown, type Value } from './value.ts';

/** Prints a value where the run has arrived, escaped for that place; reports a value that may not stand there. */
export function print(run: Run, value: Value, at: Spot): void {
  switch (value.kind) {
    case 'static':
      return printStatic(run, value, at);
    case 'runtime':
      return printRuntime(run, value, at);
    case 'choice':
      return branch(run, value.condition, at, printing(run, value.then, at), printing(run, value.else, at));
    case 'concat':
      spend(run, at);
      for (const part of value.parts) print(run, part, at);
      return;
    case 'verdict':
      return branch(run, value.condition, at, printing(run, literal(true), at), printing(run, literal(false), at));
    default:
      return reportObject(run, at, value.kind === 'data' ? value.root : value.kind === 'vendors' ? 'vendor' : 'this');
  }
}

function printing(run: Run, value: Value, at: Spot): () => void {
  return () => print(run, value, at);
}

function printStatic(run: Run, value: Static, at: Spot): void {
  if (value === unknown) return;
  const text = textOf(value.value);
  if (text === undefined) return reportObject(run, at, value.origin ?? 'this');
  if (!checkStatic(run, value, text, at)) return;
  const { state } = run;
  emit(run, state.place === 'plain' ? text : escapeHtml(text), value.origin, at);
  run.state = afterValue(state);
}

function checkStatic(run: Run, value: Static, text: string, at: Spot): boolean {
  switch (run.state.value) {
    case 'plain':
    case 'html':
      return true;
    case 'url-start':
      return checkStart(run, value, text, at);
    case 'url-inside':
      return value.encoded === true || reportUnencoded(run, at, value.origin);
    case 'style':
    case 'script':
      return checkStyle(run, value, text, at);
    default:
      return checkPlain(run, at);
  }
}

function printRuntime(run: Run, value: Runtime, at: Spot): void {
  const { ref, filters } = value;
  if (ref.type === 'object' || ref.type === 'array') return reportObject(run, at, pathOf(value));
  requireGuarded(run, value, at, 'printed');
  if (!checkRuntime(run, value, at)) return;
  const { state } = run;
  push(run, { kind: 'out', ref, filters, escape: state.place === 'plain' ? 'none' : 'html', state, at }, 0, at);
  run.state = afterValue(state);
}

function checkRuntime(run: Run, value: Runtime, at: Spot): boolean {
  const { value: kind } = run.state;
  if (kind === 'plain' || kind === 'html') return true;
  const isEncoded = value.filters.some((filter) => filter.name === 'url');
  const path = pathOf(value);
  switch (kind) {
    case 'url-start':
      if (!isEncoded && (value.schema.format === 'uri' || value.schema.format === 'url')) return true;
      run.report(
        'template-link',
        at,
        `\`${path}\` begins a link, but is not declared as one.`,
        `Declare it with \`format: uri\` under \`runtime\` in ${run.site.version.file}, or begin the link with \`https://…\` and print the rest with \`url\`.`,
      );
      return false;
    case 'url-inside':
      return isEncoded || reportUnencoded(run, at, path);
    case 'style':
    case 'script':
      run.report(
        'template-unsafe-value',
        at,
        `\`${path}\` is known only when a message is sent, but is printed inside a style or script, where no vendor escapes values.`,
        'Print it as text or in an ordinary attribute, or choose between fixed styles with `if`.',
      );
      return false;
    default:
      return checkPlain(run, at);
  }
}

function reportUnencoded(run: Run, at: Spot, name: string | undefined): false {
  run.report(
    'template-link',
    at,
    `${name === undefined ? 'A value' : `\`${name}\``} is printed inside a link without being encoded: a space, \`&\` or \`#\` in it would change where the link leads.`,
    `Write \`{{url ${name ?? '…'}}}\`; if it is a complete link, put it at the beginning.`,
  );
  return false;
}

function reportObject(run: Run, at: Spot, name: string): void {
  run.report(
    'template-not-printable',
    at,
    `\`${name}\` is an object or a list, which cannot be printed.`,
    'Print one of its members, or loop over it with `each`.',
  );
}

/** Prints `{{{value}}}`: trusted markup, as it is. */
export function printRaw(run: Run, value: Value, at: Spot): void {
  if (value === unknown) return;
  if (run.state.place === 'plain') {
    run.report(
      'template-raw',
      at,
      'This field is plain text: nothing in it is escaped, so `{{{…}}}` makes no difference.',
      'Write `{{…}}`.',
    );
    return;
  }
  if (value.kind === 'static' && value.value === undefined && value.origin !== undefined) return;
  const format = value.kind === 'static' && value.origin !== undefined ? run.site.declared(value.origin) : undefined;
  if (value.kind !== 'static' || format?.schema.format !== 'html' || typeof value.value !== 'string') {
    run.report(
      'template-raw',
      at,
      '`{{{…}}}` prints markup without escaping, and only a tenant variable that is declared as markup may be printed that way.',
      `Write \`{{…}}\`, or declare the variable with \`format: html\` under \`variables\` in ${run.site.version.file}.`,
    );
    return;
  }
  printMarkup(run, value.value, value.origin, at);
}

function printMarkup(run: Run, markup: string, origin: string | undefined, at: Spot): void {
  const { state, problems } = scan(run.state, markup);
  if (run.state.place !== 'text' || run.state.value !== 'html' || state !== run.state || problems.length > 0) {
    run.report(
      'template-raw',
      at,
      `\`${origin}\` is markup, but ${problems.length > 0 ? 'contains a script link' : 'does not end where it begins: between tags'}.`,
      'Print it between tags only, and let it close every tag, quote and comment that it opens.',
    );
    return;
  }
  emit(run, markup, origin, at);
}
