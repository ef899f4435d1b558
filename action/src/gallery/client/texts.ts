import type { GalleryData, SideData } from '../data.ts';
import { unpackText } from '../texts.ts';
import type { Preview } from './model.ts';

export type Fields = Readonly<Record<string, string>>;

/** One side of a preview. */
export interface Side {
  readonly fields: Fields;
  readonly source: Fields;
  readonly segments: number | undefined;
}

/** Both sides of a preview, with one sample filled in. */
export interface Sides {
  readonly before: Side | undefined;
  readonly after: Side | undefined;
  /** The sample that they are shown with: the requested one, if the template has it. */
  readonly sample: string;
  /** The direction of the message's language, because a text may begin with a name in another script. */
  readonly direction: string;
}

export type ReadSides = (preview: Preview, sample: string) => Sides;

/** Returns a function that reads a preview's texts from the page's data. */
export function sidesReader({ texts }: GalleryData): ReadSides {
  const read = (numbers: Readonly<Record<string, number>>): Fields =>
    Object.fromEntries(Object.entries(numbers).map(([field, number]) => [field, unpackText(texts, number)]));
  return ({ shown, message }, wanted) => {
    const names = sampleNames(shown.after ?? shown.before);
    const sample = [wanted, 'typical'].find((name) => names.includes(name)) ?? names[0] ?? '';
    const side = (data: SideData | null): Side | undefined =>
      data
        ? {
            fields: read(Object.hasOwn(data.samples, sample) ? data.samples[sample]! : {}),
            source: read(data.source),
            segments: Object.hasOwn(data.segments, sample) ? data.segments[sample] : undefined,
          }
        : undefined;
    return { before: side(shown.before), after: side(shown.after), sample, direction: message.direction || 'auto' };
  };
}

export function sampleNames(side: SideData | null): string[] {
  return Object.keys(side?.samples ?? {});
}
