import { openDialog } from './dialog.ts';
import { el } from './dom.ts';

export interface Key {
  readonly keys: readonly string[];
  readonly does: string;
  run(): void;
}

/** Runs the actions of single keys, unless something is being typed or a dialog is open. */
export function listen(keys: readonly Key[]): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const key = keys.find((each) => each.keys.includes(event.key));
    if (!key) return;
    event.preventDefault();
    key.run();
  });
}

/** Whether keys are input. Checkboxes, buttons and links only take the few keys that they need themselves. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type === 'search' || target.type === 'text';
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

export function openHelp(keys: readonly Key[]): void {
  const rows = keys.flatMap((key) => [
    el('dt', {}, ...key.keys.map((name) => el('kbd', {}, name))),
    el('dd', {}, key.does),
  ]);
  openDialog(
    'Keys',
    el('dl', { class: 'keys' }, ...rows),
    el('h3', {}, 'How to read this page'),
    el(
      'p',
      {},
      'Messages that change in the same way, apart from each tenant’s own values, form a class. A few of them are shown: the most typical, the extremes, each script direction and locale, and every tenant with a version of its own. Search finds every message, and says which preview represents it.',
    ),
    el(
      'p',
      {},
      'Dark shows a message as in a client that honours the message’s own dark styles; clients that recolour messages by themselves are not imitated. Dashed lines around what differs are not part of the message.',
    ),
    el(
      'p',
      {},
      'Messages run no script here, and load nothing unless you turn images on. Marks are kept in this browser only.',
    ),
  );
}
