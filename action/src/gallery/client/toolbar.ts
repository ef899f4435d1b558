import { el, fill, newId } from './dom.ts';
import type { Model } from './model.ts';
import type { Store, View } from './store.ts';
import { sampleNames } from './texts.ts';

type Choices<Name extends keyof View> = readonly (readonly [View[Name], string])[];

/** How messages are shown. */
export function toolbar(model: Model, store: Store): HTMLElement {
  const samples = new Set(
    model.changes
      .flatMap(({ classes }) => classes)
      .flatMap(({ previews }) => previews)
      .flatMap(({ shown }) => [...sampleNames(shown.after), ...sampleNames(shown.before)]),
  );
  const ordered = ['typical', ...[...samples].filter((name) => name !== 'typical').sort()];
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'How messages are shown' },
    segmented(store, 'mode', 'Show', [
      ['message', 'Message'],
      ['text', 'Text'],
      ['source', 'Source'],
    ]),
    segmented(store, 'side', 'Sides', [
      ['both', 'Both'],
      ['before', 'Before'],
      ['after', 'After'],
    ]),
    segmented(store, 'width', 'Width', [
      [600, '600 px'],
      [375, '375 px'],
    ]),
    segmented(
      store,
      'scheme',
      'Scheme',
      [
        ['light', 'Light'],
        ['dark', 'Dark'],
      ],
      schemeNote,
    ),
    segmented(
      store,
      'images',
      'Images',
      [
        ['off', 'Images off'],
        ['on', 'On'],
      ],
      imagesNote,
    ),
    segmented(store, 'height', 'Length', [
      ['window', 'Window'],
      ['long', 'Long'],
    ]),
    segmented(
      store,
      'outline',
      'Outline of differences',
      [
        ['on', 'Outline'],
        ['off', 'None'],
      ],
      outlineNote,
    ),
    picker(
      store,
      'sample',
      'Sample',
      ordered.map((name) => [name, name]),
    ),
  );
}

const schemeNote =
  'Dark: as a client that honours the message’s own dark styles. Clients that recolour by themselves are not imitated.';
const imagesNote =
  'Off: nothing is loaded from the network, as in a client that blocks images. On: images are loaded from where they are.';
const outlineNote = 'Dashed lines round what differs are ours, not the message’s.';

/** Which previews are shown. */
export function filters(model: Model, store: Store): HTMLElement {
  const classes = model.changes.flatMap((change) => change.classes);
  const channels = [...new Set(classes.map(({ channel }) => channel))].sort();
  const locales = [...new Set(classes.flatMap(({ previews }) => previews.map(({ message }) => message.locale)))].sort();
  const clear = el('button', { type: 'button', class: 'quiet', onclick: () => store.clearFilters() }, 'Clear filters');
  const update = ({ channel, locale, change, only }: View): void => {
    clear.hidden = [channel, locale, change, only].every((value) => value === '');
  };
  update(store.view);
  store.subscribe(update);
  return el(
    'div',
    { class: 'filters', role: 'group', 'aria-label': 'Which previews are shown' },
    picker(store, 'channel', 'Channel', [['', 'All channels'], ...channels.map((each) => [each, each] as const)]),
    picker(store, 'locale', 'Locale', [['', 'All locales'], ...locales.map((each) => [each, each] as const)]),
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

function segmented<Name extends keyof View>(
  store: Store,
  name: Name,
  legend: string,
  choices: Choices<Name>,
  note?: string,
): HTMLElement {
  const group = newId();
  const inputs = choices.map(([value, label]) => {
    const input = el('input', {
      type: 'radio',
      name: group,
      value: String(value),
      onchange: () => store.set({ [name]: value }),
    });
    return { input, value, element: el('label', {}, input, el('span', {}, label)) };
  });
  const update = (view: View): void => {
    for (const { input, value } of inputs) input.checked = view[name] === value;
  };
  update(store.view);
  store.subscribe(update);
  return el(
    'fieldset',
    { class: 'segmented', title: note },
    el('legend', {}, legend),
    ...inputs.map(({ element }) => element),
  );
}

function picker<Name extends 'sample' | 'channel' | 'locale' | 'change' | 'only'>(
  store: Store,
  name: Name,
  label: string,
  choices: Choices<Name>,
): HTMLElement {
  const select = el('select', { onchange: () => store.set({ [name]: select.value }) });
  fill(select, ...choices.map(([value, text]) => el('option', { value }, text)));
  const update = (view: View): void => {
    select.value = view[name];
    // A choice that was made on an earlier page, and that there is none of any more.
    if (select.value !== view[name]) store.set({ [name]: choices[0]?.[0] });
  };
  update(store.view);
  store.subscribe(update);
  return el('label', { class: 'picker' }, el('span', {}, label), select);
}
