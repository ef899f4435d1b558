import { suggestion } from '../../diagnostics/suggest.ts';
import { compareText, type Json, type JsonObject } from '../../digest.ts';
import type { Files } from '../files.ts';
import { type Finding, finding, startOf, valueAt } from '../findings.ts';
import { idFinding, isId } from '../ids.ts';
import {
  channelFields,
  type Library,
  type SourceFile,
  type Template,
  type TemplateMetadata,
  type TemplateVersion,
} from '../model.ts';
import { schemaFindings } from '../schema-findings.ts';
import type { Arrangement, PinnedPaths, TemplatePaths, VersionPaths } from './arrange.ts';
import { isLegal, loadLibrary, loadSources, withLegalStrings } from './library.ts';
import { loadSamples } from './samples.ts';
import { loadStrings } from './strings.ts';

/** Loads every template, in the order of ids; one with invalid metadata is reported and left out. */
export function loadTemplates(files: Files, arrangement: Arrangement, library: Library): Map<string, Template> {
  const templates = new Map<string, Template>();
  for (const [id, paths] of [...arrangement.templates].sort(([a], [b]) => compareText(a, b))) {
    if (!isId(id)) {
      files.findings.push(idFinding('a template', id, paths.metadata ?? `${paths.folder}/template.yaml`));
      continue;
    }
    const template = loadTemplate(files, id, paths, library);
    if (template) templates.set(id, template);
  }
  return templates;
}

function loadTemplate(files: Files, id: string, paths: TemplatePaths, library: Library): Template | undefined {
  const live = loadVersion(files, id, paths, library);
  const pinned = new Map<string, TemplateVersion>();
  for (const [version, pinnedPaths] of paths.pinned) {
    const loaded = loadPinned(files, id, version, pinnedPaths, library);
    if (loaded) pinned.set(version, loaded);
  }
  return live && { ...live, pinned, samples: loadSamples(files, paths.samples, live.metadata.runtime ?? {}) };
}

/**
 * Loads a pinned version, which has copies of everything it was made of except the partials and shared strings below
 * `legal`.
 */
function loadPinned(
  files: Files,
  id: string,
  version: string,
  paths: PinnedPaths,
  live: Library,
): TemplateVersion | undefined {
  const frozen = loadLibrary(files, paths.library);
  for (const [name, { path }] of frozen.partials) {
    if (isLegal(name)) files.findings.push(legalPinned(path));
  }
  const own = [...frozen.partials].filter(([name]) => !isLegal(name));
  const legal = [...live.partials].filter(([name]) => isLegal(name));
  const partials = new Map([...own, ...legal]);
  const strings = withLegalStrings(frozen.strings, live.strings);
  const loaded = loadVersion(files, id, paths, { ...frozen, partials, strings });
  if (loaded && loaded.metadata.version !== version) {
    files.findings.push(versionMismatch(loaded, version));
    return undefined;
  }
  return loaded;
}

function loadVersion(files: Files, id: string, paths: VersionPaths, library: Library): TemplateVersion | undefined {
  const sources = loadSources(files, paths.fields);
  const strings = loadStrings(files, paths.strings);
  const file = paths.metadata;
  if (file === undefined) {
    files.findings.push(noMetadata(paths.folder));
    return undefined;
  }
  const metadata = loadMetadata(files, file);
  if (!metadata) return undefined;
  const { channel } = metadata;
  const { required, optional } = channelFields[channel];
  const fields: readonly string[] = [...required, ...optional];
  for (const [name, path] of paths.fields) {
    if (!fields.includes(name)) files.findings.push(unknownField(path, name, channel, fields));
  }
  const missing = required.filter((name) => !paths.fields.has(name));
  files.findings.push(...missing.map((name) => missingField(paths.folder, name, channel)));
  if (required.some((name) => !sources.has(name))) return undefined;
  const known = new Map([...sources].filter(([name]) => fields.includes(name)).map(withoutLastLineBreak));
  return { id, channel, metadata, file, fields: known, strings, library };
}

/** Removes the line break that editors put at the end of every file. Only the documents html and text keep it. */
function withoutLastLineBreak([name, source]: [string, SourceFile]): [string, SourceFile] {
  if (name === 'html' || name === 'text') return [name, source];
  return [name, { ...source, text: source.text.replace(/\n$/, '') }];
}

function loadMetadata(files: Files, file: string): TemplateMetadata | undefined {
  const content = files.yaml(file);
  if (content === undefined) return undefined;
  const found = schemaFindings('template', file, content ?? {});
  files.findings.push(...found);
  return found.length === 0 ? (content as Json as JsonObject as TemplateMetadata) : undefined;
}

function noMetadata(folder: string): Finding {
  return finding(
    'missing-file',
    startOf(`${folder}/template.yaml`),
    `the template in ${folder} has no template.yaml`,
    'Add it (tenantry new template shows what belongs in it), or delete the folder.',
  );
}

function missingField(folder: string, field: string, channel: string): Finding {
  return finding(
    'missing-file',
    startOf(`${folder}/${field}.hbs`),
    `the channel ${channel} needs the field ${field}, but there is no ${field}.hbs`,
    `Add ${folder}/${field}.hbs.`,
  );
}

function unknownField(path: string, field: string, channel: string, known: readonly string[]): Finding {
  return finding(
    'unknown-field',
    startOf(path),
    `the channel ${channel} has no field “${field}”`,
    suggestion(field, known),
  );
}

function legalPinned(path: string): Finding {
  return finding(
    'legal-partial',
    startOf(path),
    'partials below legal/ are never pinned: every version uses the live ones',
    'Delete the file.',
  );
}

function versionMismatch({ file, metadata }: TemplateVersion, version: string): Finding {
  return finding(
    'pinned-version-mismatch',
    valueAt(file, 'version'),
    `the folder is called ${version}, but this is version ${metadata.version}`,
    'Pinned versions must not be edited: restore the folder from git.',
  );
}
