import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { helperNames } from '../../src/names.ts';
import { compileSource } from '../../src/template/compile.ts';
import { dateStyles } from '../../src/template/formats/formats.ts';
import { helpers } from '../../src/template/helpers/index.ts';

const guide = readFileSync(new URL('../../docs/template-language.md', import.meta.url), 'utf8');

describe('the guide to the template language', () => {
  it('shows templates that compile', () => {
    const examples = [...guide.matchAll(/```handlebars\n([\s\S]*?)```/g)].map(([, example]) => example ?? '');
    expect(examples.length).toBeGreaterThan(5);
    for (const text of examples) expect(compileSource({ path: 'guide', text }).problems, text).toEqual([]);
  });

  it('shows helpers as they are written, every one of them', () => {
    const usages = [...guide.matchAll(/`(\{\{[a-z]+ [^`]*\}\})`/g)].map(([, usage]) => usage ?? '');
    expect(usages.length).toBeGreaterThan(15);
    for (const text of usages) expect(compileSource({ path: 'guide', text }).problems, text).toEqual([]);
    for (const name of helperNames) expect(guide, name).toMatch(new RegExp(`\\{\\{#?${name} |\`${name} (?:a|b)`));
    for (const style of dateStyles) expect(guide, style).toContain(`\`${style}\``);
  });

  it('knows the helpers that there are', () => {
    expect([...helpers.keys(), 'if', 'unless', 'each', 'with'].sort()).toEqual([...helperNames].sort());
  });
});
