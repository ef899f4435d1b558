import { el, newId } from './dom.ts';

/** Opens a modal dialog with a heading and a button to close it. It is removed from the page when closed. */
export function openDialog(heading: string, ...content: readonly HTMLElement[]): HTMLDialogElement {
  const id = newId();
  const close = el('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Close');
  const dialog = el(
    'dialog',
    { 'aria-labelledby': id },
    el('div', { class: 'head' }, el('h2', { id }, heading), close),
    ...content,
  );
  dialog.addEventListener('close', () => dialog.remove());
  // A click outside of the dialog closes it.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
