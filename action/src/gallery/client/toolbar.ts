import { follow, onOff, picker, segmented } from './controls.ts';
import { el } from './dom.ts';
import type { Model } from './model.ts';
import type { Store, View } from './store.ts';
import { sampleNames } from './texts.ts';

// biome-ignore format: a table
const modes = [['message', 'Message'], ['text', 'Text'], ['source', 'Source']] as const;
// biome-ignore format: a table
const sides = [['both', 'Both'], ['before', 'Before'], ['after', 'After']] as const;
// biome-ignore format: a table
const widths = [[600, '600 px'], [375, '375 px']] as const;

const darkNote =
  'As in a client that honours the message’s own dark styles. Clients that recolour by themselves are not imitated.';
const imagesNote = 'Off: nothing is loaded, as in a client that blocks images. On: images are loaded from their URLs.';
const outlineNote = 'Dashed lines around what differs. They are not part of the message.';
const longNote = 'Frames that are as long as most messages.';

/** The controls for how messages are shown. */
export function toolbar(model: Model, store: Store): HTMLElement {
  const shown = model.changes
    .flatMap(({ classes }) => classes)
    .flatMap(({ previews }) => previews.map((preview) => preview.shown));
  const samples = new Set(shown.flatMap(({ before, after }) => [...sampleNames(after), ...sampleNames(before)]));
  samples.delete('typical');
  const names = ['typical', ...[...samples].sort()];
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'How messages are shown' },
    segmented(store, 'mode', 'Show', modes),
    segmented(store, 'side', 'Sides', sides),
    segmented(store, 'width', 'Width', widths),
    el(
      'div',
      { class: 'switches' },
      onOff(store, 'scheme', ['dark', 'light'], 'Dark', darkNote),
      onOff(store, 'images', ['on', 'off'], 'Images', imagesNote),
      onOff(store, 'outline', ['on', 'off'], 'Outline', outlineNote),
      onOff(store, 'height', ['long', 'window'], 'Long', longNote),
    ),
    picker(
      store,
      'sample',
      'Sample',
      names.map((name) => [name, `Sample ${name}`]),
    ),
  );
}

/** The controls for which previews are shown. */
export function filters(model: Model, store: Store): HTMLElement {
  const classes = model.changes.flatMap((change) => change.classes);
  const channels = distinct(classes.map(({ channel }) => channel));
  const locales = distinct(classes.flatMap(({ previews }) => previews.map(({ message }) => message.locale)));
  const clear = el('button', { type: 'button', class: 'quiet', onclick: () => store.clearFilters() }, 'Clear filters');
  follow(store, ({ channel, locale, change, only }: View) => {
    clear.hidden = [channel, locale, change, only].every((value) => value === '');
  });
  return el(
    'div',
    { class: 'filters', role: 'group', 'aria-label': 'Which previews are shown' },
    picker(store, 'channel', 'Channel', [['', 'All channels'], ...same(channels)]),
    picker(store, 'locale', 'Locale', [['', 'All locales'], ...same(locales)]),
    picker(store, 'change', 'Change', [
      ['', 'All changes'],
      ...model.changes.map(({ id, title }) => [id, title] as const),
    ]),
    picker(store, 'only', 'Only', [
      ['', 'All previews'],
      ['warnings', 'With warnings'],
      ['unmarked', 'Not looked at'],
    ]),
    clear,
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function same(names: readonly string[]): (readonly [string, string])[] {
  return names.map((name) => [name, name]);
}
