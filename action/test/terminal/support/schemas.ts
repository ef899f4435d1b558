import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type commandNames, repositoryRoot } from './terminal.ts';

type Name =
  | 'validate'
  | 'plan'
  | 'preview'
  | 'explain'
  | 'status'
  | 'deploy'
  | 'rebuild'
  | 'written'
  | 'emulate'
  | 'credentials'
  | 'keygen'
  | 'error';

/** Which schema the JSON document of each command conforms to. */
export const schemaOf: Readonly<Record<(typeof commandNames)[number], Name>> = {
  validate: 'validate',
  plan: 'plan',
  preview: 'preview',
  explain: 'explain',
  status: 'status',
  deploy: 'deploy',
  'ledger rebuild': 'rebuild',
  pin: 'written',
  'new tenant': 'written',
  'new template': 'written',
  'credentials keygen': 'keygen',
  'credentials add': 'written',
  'credentials list': 'credentials',
  'credentials rotate': 'written',
  emulate: 'emulate',
};

const folder = join(repositoryRoot, 'schemas');
const ajv = new Ajv2020({ allErrors: true, strict: false });
for (const file of readdirSync(folder).sort()) {
  if (file.endsWith('.schema.json')) ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')), file);
}

/** What of a document does not conform to a schema; empty when all of it does. */
export function problemsOf(document: unknown, name: Name): string[] {
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (!validate) throw new Error(`there is no schema ${name}`);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
