import type { GalleryData } from '../data.ts';
import { byId, el, fill } from './dom.ts';
import { type Key, listen, openHelp } from './keyboard.ts';
import { Lazy } from './lazy.ts';
import { liveReload, scrollBack } from './live.ts';
import { Marks } from './marks.ts';
import { type Message, readModel } from './model.ts';
import { openRecord, recordText } from './record.ts';
import { Search } from './search.ts';
import { Sections } from './sections.ts';
import { progress, sidebar } from './sidebar.ts';
import { Store } from './store.ts';
import { sidesReader } from './texts.ts';
import { filters, toolbar } from './toolbar.ts';
import { Tour } from './tour.ts';

/** Brings the page to life from the data in it. */
function start(data: GalleryData): void {
  const model = readModel(data);
  const store = new Store();
  const marks = new Marks();
  const goTo = (message: Message): void => tour.toMessage(message);
  const sections = new Sections(model, { store, marks, lazy: new Lazy(), read: sidesReader(data), goTo });
  const tour = new Tour(model, sections, store);
  const search = new Search(model, goTo);
  const record = (): void => openRecord(recordText(data, model, marks), marks.kept);
  const keys = allKeys({ store, marks, tour, search, record });
  fill(byId('search'), search.element);
  fill(
    byId('tools'),
    model.previews.length > 0 && progress(model, marks),
    model.previews.length > 0 && el('button', { type: 'button', onclick: record }, 'Record'),
    el(
      'button',
      { type: 'button', 'aria-keyshortcuts': '?', onclick: () => openHelp(keys) },
      'Keys',
      el('kbd', { 'aria-hidden': 'true' }, '?'),
    ),
  );
  fill(byId('contents'), filters(model, store), sidebar(model, marks));
  fill(byId('toolbar'), toolbar(model, store));
  fill(byId('changes'), sections.element);
  makeRoom();
  listen(keys);
  addEventListener('hashchange', () => tour.toHash(location.hash));
  if (!scrollBack()) tour.toHash(location.hash);
}

/** Folds the contents where there is no room for them beside the messages, and keeps jump targets below the toolbar. */
function makeRoom(): void {
  const narrow = matchMedia('(max-width: 900px)');
  const fold = (): void => {
    byId('aside').toggleAttribute('open', !narrow.matches);
  };
  fold();
  narrow.addEventListener('change', fold);
  const bar = byId('toolbar');
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--toolbar', `${bar.offsetHeight}px`);
  }).observe(bar);
}

interface Parts {
  readonly store: Store;
  readonly marks: Marks;
  readonly tour: Tour;
  readonly search: Search;
  record(): void;
}

function allKeys({ store, marks, tour, search, record }: Parts): Key[] {
  const turn = <Name extends 'mode' | 'side' | 'width' | 'scheme' | 'images' | 'height' | 'outline'>(
    name: Name,
    values: readonly (typeof store.view)[Name][],
  ): void => store.set({ [name]: values[(values.indexOf(store.view[name]) + 1) % values.length] });
  const mark = (): void => {
    const own = tour.current?.message.class;
    if (!own?.change.isReviewed) return;
    marks.set([own], !marks.has(own));
    if (marks.has(own)) tour.stepClass(1);
  };
  const markChange = (): void => {
    const change = tour.current?.message.class.change;
    if (!change?.isReviewed) return;
    marks.set(change.classes, marks.of(change) !== 'all');
    if (marks.of(change) === 'all') tour.stepChange(1);
  };
  const keys: Key[] = [
    { keys: ['j'], does: 'next preview', run: () => tour.step(1) },
    { keys: ['k'], does: 'previous preview', run: () => tour.step(-1) },
    { keys: ['n'], does: 'next class', run: () => tour.stepClass(1) },
    { keys: ['p'], does: 'previous class', run: () => tour.stepClass(-1) },
    { keys: ['m'], does: 'looked at this class: mark it, and go on', run: mark },
    { keys: ['M'], does: 'looked at this change: mark it, and go on', run: markChange },
    { keys: ['/'], does: 'search', run: () => search.input.focus() },
    { keys: ['v'], does: 'message, text part, vendor source', run: () => turn('mode', ['message', 'text', 'source']) },
    { keys: ['b'], does: 'both sides, before, after', run: () => turn('side', ['both', 'before', 'after']) },
    { keys: ['w'], does: '600 or 375 px wide', run: () => turn('width', [600, 375]) },
    { keys: ['d'], does: 'light or dark', run: () => turn('scheme', ['light', 'dark']) },
    { keys: ['i'], does: 'images off or on', run: () => turn('images', ['off', 'on']) },
    { keys: ['l'], does: 'long frames or a window', run: () => turn('height', ['window', 'long']) },
    { keys: ['o'], does: 'outline of what differs', run: () => turn('outline', ['on', 'off']) },
    { keys: ['r'], does: 'record to paste into the review', run: record },
    { keys: ['?'], does: 'this help', run: () => openHelp(keys) },
  ];
  return keys;
}

// A page that only says what is wrong has no data.
const data = document.getElementById('gallery-data');
if (data) start(JSON.parse(data.textContent) as GalleryData);
liveReload();
