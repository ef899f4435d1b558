import { Ajv2020 } from 'ajv/dist/2020.js';
import planSchema from '../../../schemas/plan.schema.json' with { type: 'json' };
import type { Plan } from '../generated/index.ts';

/** Whether a document read from a file is a plan of this version. */
export function isPlan(document: unknown): document is Plan {
  return new Ajv2020().compile<Plan>(planSchema)(document);
}
