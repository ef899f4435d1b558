import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pin } from '../../src/commands/pin.ts';
import { grocers, receipt } from './support/grocers.ts';
import { daysOn, outcomes, Scene, start, touched } from './support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = new Scene(grocers());
  expect((await scene.deploy()).exitCode).toBe(0);
});
afterEach(() => scene.discard());

const pinned = () =>
  scene.run(start, (world) =>
    pin(world, { tenant: 'cafe', template: 'receipt', until: '2026-12-31', reason: 'legal' }),
  );

describe('a pinned tenant', () => {
  it('is not affected by its being pinned, nor by edits of what the template is made of', async () => {
    expect((await pinned()).exitCode).toBe(0);
    const vendor = scene.vendor();
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, document: { pairs: [] } });
    expect(scene.vendor()).toEqual(vendor);

    const objects = scene.objects();
    scene.edit(receipt('New receipt', '2.0.0'), {
      'templates/_partials/foot.hbs': '<p>New {{tenant.name}} {{> legal/note}}</p>\n',
      'templates/receipt/strings/en.yaml': 'thanks: Many thanks\n',
    });
    expect(outcomes(await scene.deploy())).toEqual({
      'acme/receipt@acme': 'deployed',
      'bolt/receipt@bolt': 'deployed',
    });
    expect(touched(objects, scene.objects()).filter((name) => name.includes('cafe'))).toEqual([]);
  });

  it('is affected by edits of legal texts, and of its own values', async () => {
    await pinned();
    await scene.deploy();
    scene.edit({ 'templates/_partials/legal/note.hbs': '<small>New law</small>\n' });
    expect(outcomes(await scene.deploy())).toEqual({
      'acme/receipt@acme': 'deployed',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect(scene.read('.tenantry/local/one/cafe-eu/receipt.en.html')).toContain('New law');

    scene.edit({ 'tenants/cafe/tenant.yaml': scene.read('tenants/cafe/tenant.yaml').replace('#0a7d33', '#000000') });
    expect(outcomes(await scene.deploy())).toEqual({ 'cafe/receipt@cafe-eu': 'deployed' });
  });

  it('gets the present version when the pin is over, with a warning', async () => {
    await pinned();
    scene.edit(receipt('New receipt', '2.0.0'));
    await scene.deploy();
    // 39 days on is the first of January.
    expect((await scene.deploy({ now: daysOn(38) })).document.pairs).toEqual([]);
    const over = await scene.deploy({ now: daysOn(39) });
    expect(outcomes(over)).toEqual({ 'cafe/receipt@cafe-eu': 'deployed' });
    expect(over.text).toContain('the pin of receipt expired after 2026-12-31');
  });

  it('is targeted as everybody is', async () => {
    await pinned();
    const metadata = scene.read('templates/receipt/template.yaml');
    scene.edit({
      'templates/receipt/template.yaml': metadata.replace('targets: { all: true }', 'targets: { tenants: [acme] }'),
    });
    await scene.deploy({ now: daysOn(1) });
    expect(scene.lines().get('one/cafe-eu/receipt.en')).toMatchObject({ unwantedSince: daysOn(1) });
  });
});
