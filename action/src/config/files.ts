import type { Json } from '../digest.ts';
import { type Finding, finding, startOf } from './findings.ts';
import type { SourceFile } from './model.ts';
import type { Snapshot } from './snapshot.ts';
import { type DecodedText, decodeText, largestFile, positionAt, type TextProblem } from './text.ts';
import { readYaml } from './yaml.ts';

/** A snapshot's files, read with what is wrong with their bytes collected in `findings`. */
export class Files {
  readonly findings: Finding[] = [];
  readonly snapshot: Snapshot;
  readonly #paths: ReadonlySet<string>;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.#paths = new Set(snapshot.paths);
  }

  /** A text file, mended where its bytes are wrong; undefined when it is too large to be read. */
  source(path: string): SourceFile | undefined {
    const decoded = this.#decode(path);
    return decoded && { path, text: decoded.text };
  }

  /** The content of a YAML file; undefined when it could not be read or understood, null when it is empty. */
  yaml(path: string, options: { typed?: boolean } = {}): Json | undefined {
    const decoded = this.#decode(path);
    if (!decoded) return undefined;
    const { value, problems } = readYaml(decoded.text, options);
    this.#report(path, decoded.text, problems);
    return value;
  }

  /** A file's text for looking up positions: mended, and without reporting again. */
  text(path: string): string | undefined {
    if (!this.#paths.has(path) || this.snapshot.size(path) > largestFile) return undefined;
    return decodeText(this.snapshot.read(path)).text;
  }

  #decode(path: string): DecodedText | undefined {
    const size = this.snapshot.size(path);
    if (size > largestFile) {
      const mebibytes = (size / 1024 ** 2).toFixed(1);
      this.findings.push(
        finding(
          'file-too-large',
          startOf(path),
          `the file has ${mebibytes} MiB; more than 1 MiB is not read`,
          'Put images and fonts on a web server and link to them; split what is left.',
        ),
      );
      return undefined;
    }
    const decoded = decodeText(this.snapshot.read(path));
    this.#report(path, decoded.raw, decoded.problems);
    return decoded;
  }

  #report(file: string, text: string, problems: readonly TextProblem[]): void {
    for (const { code, offset, message, fix } of problems) {
      this.findings.push(finding(code, { file, at: positionAt(text, offset) }, message, fix));
    }
  }
}
