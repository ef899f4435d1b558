/**
 * The repository's data files as they were at one moment: the working tree, or a commit read from git objects.
 * Only `.github/tenantry.yml` and what lies below `tenants/` and `templates/` is in it.
 */
export interface Snapshot {
  /** A full commit or tree id, `<id>+dirty.<digest12>` when the working tree differs from it, or `none` outside git. */
  readonly commit: string;
  /** Repository-relative paths of regular files with `/` between segments, sorted by code unit. */
  readonly paths: readonly string[];
  /**
   * Paths of what is not a regular file (symbolic links, submodules), and of files whose names are not safe everywhere
   * (`pathProblem`); they are reported, never followed and never read.
   */
  readonly irregular: readonly string[];
  /** The size of a file of `paths` in bytes, without reading it. */
  size(path: string): number;
  /** The bytes of a file of `paths`. */
  read(path: string): Uint8Array;
}
