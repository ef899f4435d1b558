import { el, fill, newId } from './dom.ts';
import type { Store, View } from './store.ts';

export type Choices<Name extends keyof View> = readonly (readonly [View[Name], string])[];

/** A choice among a few values, all of them visible. */
export function segmented<Name extends keyof View>(
  store: Store,
  name: Name,
  legend: string,
  choices: Choices<Name>,
): HTMLElement {
  const group = newId();
  const inputs = choices.map(([value, label]) => {
    const choose = (): void => store.set({ [name]: value });
    const input = el('input', { type: 'radio', name: group, value: String(value), onchange: choose });
    return { input, value, element: el('label', {}, input, el('span', {}, label)) };
  });
  follow(store, (view) => {
    for (const { input, value } of inputs) input.checked = view[name] === value;
  });
  const labels = inputs.map(({ element }) => element);
  return el('fieldset', { class: 'segmented' }, el('legend', {}, legend), ...labels);
}

/** A choice among many values. */
export function picker<Name extends 'sample' | 'channel' | 'locale' | 'change' | 'only'>(
  store: Store,
  name: Name,
  label: string,
  choices: Choices<Name>,
): HTMLElement {
  const select = el('select', { onchange: () => store.set({ [name]: select.value }) });
  fill(select, ...choices.map(([value, text]) => el('option', { value }, text)));
  follow(store, (view) => {
    select.value = view[name];
    // The value was chosen on an earlier page, and this page does not have it.
    if (select.value !== view[name]) store.set({ [name]: choices[0]?.[0] });
  });
  return el('label', { class: 'picker' }, el('span', {}, label), select);
}

/** A choice between two values; `note` says what it means. */
export function onOff<Name extends keyof View>(
  store: Store,
  name: Name,
  [on, off]: readonly [View[Name], View[Name]],
  label: string,
  note: string,
): HTMLElement {
  const box = el('input', {
    type: 'checkbox',
    'aria-description': note,
    onchange: () => store.set({ [name]: box.checked ? on : off }),
  });
  follow(store, (view) => {
    box.checked = view[name] === on;
  });
  return el('label', { class: 'switch', title: note }, box, el('span', {}, label));
}

export function follow(store: Store, update: (view: View) => void): void {
  update(store.view);
  store.subscribe(update);
}
