import type { Review } from '../review/review.ts';
import { count, thousands } from './text.ts';

/** Whom a change concerns, in the words of the comment and of the terminal: `345 tenants change, 5 held, 2 excluded`. */
export function whoChanges({ tenants: { changing, held, excluded } }: Review['counts']): string {
  return [
    changing === 0 ? 'no tenant changes now' : `${count(changing, 'tenant')} ${changing === 1 ? 'changes' : 'change'}`,
    ...(held > 0 ? [`${thousands(held)} held`] : []),
    ...(excluded > 0 ? [`${thousands(excluded)} excluded`] : []),
  ].join(', ');
}
