import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withActionTable } from './generate/action-table.ts';
import { generateDiagnosticsDocs } from './generate/diagnostics-docs.ts';
import { generateFilesDocs } from './generate/files-docs.ts';
import { generateGalleryClient } from './generate/gallery-client.ts';
import { generateTypes } from './generate/types.ts';
import { generateValidators, generateValidatorTypes } from './generate/validators.ts';
import { generateVendorsDocs } from './generate/vendors-docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every generated file of the repository, by its path. A test compares them with what is committed. */
export async function generatedFiles(): Promise<Map<string, string>> {
  return new Map([
    ['action/src/generated/index.ts', await generateTypes(`${root}schemas`)],
    ['action/src/generated/validators.js', generateValidators(`${root}schemas`)],
    ['action/src/generated/validators.d.ts', generateValidatorTypes()],
    ['action/src/generated/gallery-client.ts', await generateGalleryClient(`${root}action/src/gallery/client`)],
    ['action/docs/diagnostics.md', generateDiagnosticsDocs()],
    ['action/docs/files.md', generateFilesDocs(`${root}schemas`)],
    ['action/docs/vendors/README.md', generateVendorsDocs()],
    ['README.md', withActionTable(read('README.md'), read('action/action.yml'))],
  ]);
}

function read(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

if (import.meta.main) {
  for (const [path, text] of await generatedFiles()) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, text);
  }
}
