import type { Json, JsonObject } from '../../digest.ts';
import type { RuntimeSchema } from '../../generated/index.ts';
import type { Files } from '../files.ts';
import { finding, keyAt, valueAt } from '../findings.ts';
import { compileValueSchema, type ValueProblem } from '../value-schema.ts';

/**
 * Loads samples of what a send carries, and checks them against the template's `runtime`. Invalid ones are left out.
 */
export function loadSamples(
  files: Files,
  paths: ReadonlyMap<string, string>,
  runtime: RuntimeSchema,
): Map<string, JsonObject> {
  const check = compileValueSchema({
    type: 'object',
    properties: { recipient: { type: 'object' }, event: { type: 'object' }, ...runtime },
    additionalProperties: false,
  });
  const samples = new Map<string, JsonObject>();
  for (const [name, path] of paths) {
    const content = files.yaml(path);
    if (content === undefined) continue;
    // Both are always present when a message is sent, even if empty.
    const sample = isMap(content)
      ? { recipient: {}, event: {}, ...content }
      : (content ?? { recipient: {}, event: {} });
    const problems: ValueProblem[] = [];
    check(sample, [], {}, problems);
    for (const { kind, pointer, message, fix } of problems) {
      const place = kind === 'missing' ? keyAt(path, ...pointer) : valueAt(path, ...pointer);
      files.findings.push(
        finding('sample-invalid', place, message, fix ?? 'Correct the sample, or the runtime schema in template.yaml.'),
      );
    }
    if (problems.length === 0) samples.set(name, sample as JsonObject);
  }
  return samples;
}

function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
