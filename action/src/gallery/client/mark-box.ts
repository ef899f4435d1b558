import { el } from './dom.ts';
import type { Marks } from './marks.ts';
import type { Class } from './model.ts';

/** A checkbox that says whether all of some classes were looked at. */
export function markBox(
  subject: string,
  marks: Marks,
  classes: readonly Class[],
  state: () => 'all' | 'some' | 'none',
): HTMLElement {
  const box = el('input', {
    type: 'checkbox',
    'aria-label': `Looked at: ${subject}`,
    onchange: () => marks.set(classes, box.checked),
  });
  const update = (): void => {
    box.checked = state() === 'all';
    box.indeterminate = state() === 'some';
  };
  update();
  marks.subscribe(update);
  return el('label', { class: 'mark' }, box, el('span', {}, 'Looked at'));
}
