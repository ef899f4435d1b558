import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** One finding of GitHub's own checker of workflow files and `action.yml`. */
export type Lint = (path: string, text: string) => Promise<string[]>;

const root = join(import.meta.dirname, '../../..');

/**
 * GitHub's language service. Its package imports JSON without saying so, which Node refuses and a bundler does not:
 * it is bundled first, into the cache folder of `node_modules`.
 */
export async function loadLanguageService(): Promise<Lint> {
  const folder = join(root, 'node_modules/.cache/tenantry-tests');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `language-service-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: '@actions/languageservice',
    cwd: root,
    platform: 'node',
    treeshake: true,
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const service = (await import(file)) as typeof import('@actions/languageservice');
  let asked = 0;
  return async (path, text) => {
    // The service remembers what it has parsed by its address.
    const document = TextDocument.create(`file:///${++asked}/${path}`, 'yaml', 1, text);
    const found = await service.validate(document);
    return found.map(({ message, range }) => `${path}:${range.start.line + 1}: ${message}`);
  };
}
