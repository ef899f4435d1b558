import { type Finding, finding, startOf } from '../findings.ts';
import type { Library } from '../model.ts';
import type { Rule } from './rule.ts';

/** A name stands for either a layout or a partial, never for both. */
export const libraryNames: Rule = ({ library, templates }) => {
  const pinned = [...templates.values()].flatMap((template) => [...template.pinned.values()]);
  return [library, ...pinned.map((version) => version.library)].flatMap(clashes);
};

function clashes({ layouts, partials }: Library): Finding[] {
  return [...partials]
    .filter(([name]) => layouts.has(name))
    .map(([name, { path }]) =>
      finding(
        'partial-name-taken',
        startOf(path),
        `“${name}” is already the name of a layout (${layouts.get(name)?.path})`,
        'Rename one of the two files.',
      ),
    );
}
