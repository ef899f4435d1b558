import { describe, expect, it } from 'vitest';
import { nodesOf, object, problemsOf, show, string } from './support/show.ts';

const world = {
  variables: { brand: { name: 'A&B' } },
  recipient: object({ 'name?': string, tier: string }),
  strings: { en: { hi: 'Hi {name}!', own: 'template', odd: 'a {b c} {} {2}' }, fr: { own: 'modèle' } },
  sharedStrings: { en: { shared: 'shared', own: 'shared' }, fr: { shared: 'commun' }, 'fr-CA': { own: 'partagé' } },
};

describe('strings', () => {
  it('are looked up in the tenant’s own, the template’s and the shared ones, locale by locale', () => {
    const more = { ...world, ownStrings: { fr: { own: 'à moi', shared: 'à moi' } }, overridable: ['own'] };
    expect(show('{{t "own"}} {{t "shared"}}', more)).toBe('template shared');
    expect(show('{{t "own"}} {{t "shared"}}', more, {}, 'html', 'fr')).toBe('à moi commun');
    expect(show('{{t "own"}} {{t "shared"}}', more, {}, 'html', 'fr-CA')).toBe('partagé commun');
  });

  it('fall back as configured, never silently to the default locale', () => {
    const [problem] = problemsOf({ ...world, fields: { html: '{{t "hi" name="x"}}' } }, 'es-US');
    expect(problem).toMatchObject({
      code: 'template-missing-string',
      message: expect.stringContaining('has no text for the locale es-US'),
      fix: expect.stringContaining('templates/test/strings/es-US.yaml'),
    });
  });

  it('have slots for values of both kinds, escaped for where they are printed', () => {
    expect(show('{{t "hi" name=brand.name}}', world)).toBe('Hi A&amp;B!');
    expect(show('{{t "hi" name=(default recipient.name "you")}}', world, { recipient: { name: '<Al>' } })).toBe(
      'Hi &#60;Al&#62;!',
    );
    expect(show('{{t "odd"}}', world, {}, 'subject')).toBe('a {b c} {} {2}');
  });

  it('are values like any other', () => {
    const partials = { p: '<p title="{{label}}">{{#if label}}{{upper label}}{{/if}}</p>' };
    expect(
      show('{{> p label=(t "hi" name=recipient.tier)}}', { ...world, partials }, { recipient: { tier: 'gold' } }),
    ).toBe('<p title="Hi gold!">HI GOLD!</p>');
    expect(show('{{#if (eq (t "own") "template")}}x{{/if}}', world)).toBe('x');
  });

  it('count as literal text, their slots do not', () => {
    expect(nodesOf('{{t "hi" name=brand.name}}', world)).toMatchObject([
      { text: 'Hi ', origin: undefined },
      { text: 'A&amp;B', origin: 'brand.name' },
      { text: '!', origin: undefined },
    ]);
  });
});
