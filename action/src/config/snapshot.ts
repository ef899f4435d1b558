/**
 * The repository's data files at one moment: of the working tree, or of a commit read from git objects. Contains only
 * `.github/tenantry.yml` and what lies below `tenants/` and `templates/`.
 */
export interface Snapshot {
  /**
   * A full commit or tree id, with `+dirty.<digest12>` appended when the working tree differs from it; `none` outside
   * git.
   */
  readonly commit: string;
  /** Repository-relative paths of regular files with `/` between segments, sorted by code unit. */
  readonly paths: readonly string[];
  /**
   * Paths of everything that is not a regular file (symbolic links, submodules), and of files whose names are not safe
   * on every system (`pathProblem`). They are reported, but never followed or read.
   */
  readonly irregular: readonly string[];
  /** The size in bytes of one of `paths`, without reading the file. */
  size(path: string): number;
  /** The content of one of `paths`. */
  read(path: string): Uint8Array;
}
