import type { SendData } from '../../../src/emulators/rendering.ts';
import type { Dialect } from '../../../src/template/dialects/dialect.ts';
import { interpret } from '../../../src/template/interpret.ts';
import { abilities } from './abilities.ts';
import type { Engine } from './engines.ts';
import type { Case } from './ir-cases.ts';
import { decodeEntities, vendorUrls } from './send.ts';

/** How a dialect treated a field: as the intermediate form means it, refused with a reason, or wrongly. */
export type Verdict =
  | { readonly kind: 'equal' }
  | { readonly kind: 'refused'; readonly codes: readonly string[] }
  | { readonly kind: 'different'; readonly emitted: string; readonly found: string; readonly expected: string };

/** Prints a field with a dialect, renders it with the vendor's engine, and compares with what the form means. */
export function judge(dialect: Dialect, engine: Engine, sample: Case): Verdict {
  const vendor = Object.fromEntries(abilities[engine.dialect].vendorValues.map((name) => [name, vendorUrls[name]]));
  const data: SendData = { recipient: sample.recipient, event: sample.event, vendor: vendorUrls };
  const printed = dialect.print(sample.nodes, sample.format, dialect.defaultData);
  if (printed.problems.length > 0) return { kind: 'refused', codes: printed.problems.map(({ code }) => code) };
  const decode = sample.format === 'html' ? decodeEntities : (text: string) => text;
  const expected = decode(interpret(sample.nodes, { ...data, vendor }));
  const found = decode(engine.render(printed.text, data));
  return found === expected ? { kind: 'equal' } : { kind: 'different', emitted: printed.text, found, expected };
}
