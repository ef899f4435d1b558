import { type Finding, finding, valueAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule } from './rule.ts';

/** Waves have distinct names, and none follows the one that takes everybody. */
export const waves: Rule = ({ config }) => {
  const found: Finding[] = [];
  const names = new Set<string>();
  let rest: string | undefined;
  for (const [index, wave] of (config?.waves ?? []).entries()) {
    const place = valueAt(configPath, 'waves', String(index), 'name');
    if (names.has(wave.name)) {
      found.push(finding('wave-twice', place, `there is already a wave “${wave.name}”`, 'Rename one of them.'));
    }
    if (rest !== undefined) {
      const message = `no tenant is left for the wave “${wave.name}”: the wave “${rest}” before it takes all of them`;
      found.push(
        finding('wave-unreachable', place, message, `Move “${rest}” to the end, or give it targets or a share.`),
      );
    }
    names.add(wave.name);
    if (!('targets' in wave) && !('share' in wave)) rest ??= wave.name;
  }
  return found;
};
