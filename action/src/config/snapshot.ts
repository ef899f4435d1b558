/**
 * The repository's data files as they were at one moment: the working tree, or a commit read from git objects.
 * Only `.github/tenantry.yml` and what lies below `tenants/` and `templates/` is in it.
 */
export interface Snapshot {
  /** A full commit id, `<id>+dirty.<digest12>` when the working tree differs from it, or `none` outside git. */
  readonly commit: string;
  /** Repository-relative paths of regular files with `/` between segments, sorted by code unit. */
  readonly paths: readonly string[];
  /** Paths that are not regular files (symbolic links, submodules); they are reported, never followed. */
  readonly irregular: readonly string[];
  /** The size of a file of `paths` in bytes, without reading it. */
  size(path: string): number;
  /** The bytes of a file of `paths`. */
  read(path: string): Uint8Array;
}
