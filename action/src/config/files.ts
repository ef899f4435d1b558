import type { Json } from '../digest.ts';
import { type Finding, finding, startOf } from './findings.ts';
import type { SourceFile } from './model.ts';
import type { Snapshot } from './snapshot.ts';
import { type DecodedText, decodeText, largestFile, largestYaml, positionAt, type TextProblem } from './text.ts';
import { readYaml } from './yaml.ts';

/** Reads the files of a snapshot, and collects problems with their content in `findings`. */
export class Files {
  readonly findings: Finding[] = [];
  readonly snapshot: Snapshot;
  readonly #paths: ReadonlySet<string>;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.#paths = new Set(snapshot.paths);
  }

  /** A text file, decoded and with LF line ends; undefined when it is too large to be read. */
  source(path: string): SourceFile | undefined {
    const decoded = this.#decode(path);
    return decoded && { path, text: decoded.text };
  }

  /** The content of a YAML file; undefined when it cannot be read or understood, null when it is empty. */
  yaml(path: string, options: { typed?: boolean } = {}): Json | undefined {
    if (!this.#isSmall(path, largestYaml, 'Split it by tenant, group or template.')) return undefined;
    const decoded = this.#decode(path);
    if (!decoded) return undefined;
    const { value, problems } = readYaml(decoded.text, options);
    this.#report(path, decoded.text, problems);
    if (value === undefined || longestList(value) <= mostItems) return value;
    const message = `a list in this file has more than ${mostItems.toLocaleString('en')} items`;
    const fix = 'Shorten it: select tenants by labels or with all, and keep other data elsewhere.';
    this.findings.push(finding('yaml-list-too-long', startOf(path), message, fix));
    return undefined;
  }

  /** A file's text for looking up positions: decoded like `source`, but without reporting problems again. */
  text(path: string): string | undefined {
    if (!this.#paths.has(path) || this.snapshot.size(path) > largestFile) return undefined;
    return decodeText(this.snapshot.read(path)).text;
  }

  #decode(path: string): DecodedText | undefined {
    const advice = 'Put images and fonts on a web server and link to them; split the rest.';
    if (!this.#isSmall(path, largestFile, advice)) return undefined;
    const decoded = decodeText(this.snapshot.read(path));
    this.#report(path, decoded.raw, decoded.problems);
    return decoded;
  }

  #isSmall(path: string, most: number, fix: string): boolean {
    const size = this.snapshot.size(path);
    if (size <= most) return true;
    const message = `the file is ${sizeText(size)}; files larger than ${sizeText(most)} are not read`;
    this.findings.push(finding('file-too-large', startOf(path), message, fix));
    return false;
  }

  #report(file: string, text: string, problems: readonly TextProblem[]): void {
    for (const { code, offset, message, fix } of problems) {
      this.findings.push(finding(code, { file, at: positionAt(text, offset) }, message, fix));
    }
  }
}

/**
 * The most items that a list may have, which is as many as the largest platform has tenants. Some checks take time
 * quadratic in it.
 */
const mostItems = 10_000;

function longestList(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const member of Object.values(value)) longest = Math.max(longest, longestList(member));
  return longest;
}

function sizeText(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
