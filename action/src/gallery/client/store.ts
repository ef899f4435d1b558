/** What the reviewer chose to see, and how. */
export interface View {
  readonly mode: 'message' | 'text' | 'source';
  readonly width: 600 | 375;
  readonly scheme: 'light' | 'dark';
  readonly images: 'off' | 'on';
  readonly side: 'both' | 'before' | 'after';
  readonly height: 'window' | 'long';
  readonly outline: 'on' | 'off';
  readonly sample: string;
  /** The filters, from here on; empty for no restriction. */
  readonly channel: string;
  readonly locale: string;
  readonly change: string;
  readonly only: '' | 'warnings' | 'unmarked';
}

const initial: View = {
  ...{ mode: 'message', width: 600, scheme: 'light', images: 'off', side: 'both', height: 'window', outline: 'on' },
  ...{ sample: 'typical', channel: '', locale: '', change: '', only: '' },
} as const;

const key = 'tenantry-view';

type Listener = (view: View, changed: ReadonlySet<keyof View>) => void;

/** The reviewer's choices. They survive a reload of the page, and end with its tab. */
export class Store {
  #view: View;
  readonly #listeners: Listener[] = [];

  constructor() {
    this.#view = { ...initial, ...remembered() };
  }

  get view(): View {
    return this.#view;
  }

  set(change: Partial<View>): void {
    const names = Object.keys(change) as (keyof View)[];
    const changed = new Set(names.filter((name) => change[name] !== this.#view[name]));
    if (changed.size === 0) return;
    this.#view = { ...this.#view, ...change };
    remember(this.#view);
    for (const listener of this.#listeners) listener(this.#view, changed);
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Shows everything again. */
  clearFilters(): void {
    this.set({ channel: '', locale: '', change: '', only: '' });
  }
}

/** Reads the stored choices, if any. A page without an origin of its own has no storage. */
function remembered(): Partial<View> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? known(kept as Partial<View>) : {};
  } catch {
    return {};
  }
}

function known(kept: Partial<View>): Partial<View> {
  const names = Object.keys(initial) as (keyof View)[];
  const same = names.filter((name) => typeof kept[name] === typeof initial[name]);
  return Object.fromEntries(same.map((name) => [name, kept[name]]));
}

function remember(view: View): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(view));
  } catch {
    // The next page then starts with the defaults.
  }
}
