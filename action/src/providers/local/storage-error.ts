import { ProviderError } from '../errors.ts';

const advice: Readonly<Record<string, string>> = {
  ENOTDIR: 'A file is where a folder should be: move it away and deploy again.',
  EISDIR: 'A folder is where a file should be: move it away and deploy again.',
  ENOTEMPTY: 'A folder is where a file should be: move it away and deploy again.',
  EEXIST: 'Something else is in its place: move it away and deploy again.',
  ELOOP: 'A symbolic link is in its place and is never followed: remove it and deploy again.',
  ENOSPC: 'The disk is full: free some space and deploy again.',
  EDQUOT: 'The disk quota is used up: free some space and deploy again.',
  EROFS: 'The file system is read-only: deploy from a writable copy of the repository.',
  EACCES: 'The permissions do not allow it: give yourself write access and deploy again.',
  EPERM: 'The permissions do not allow it: give yourself write access and deploy again.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n) and deploy again.',
};

/**
 * Turns an error of the file system into a ProviderError whose words name the path relative to the root. Any other
 * error is returned as it is.
 */
export function storageError(error: unknown, action: string, relative: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof ProviderError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error;
  const next = advice[code] ?? 'Check the disk and deploy again.';
  return new ProviderError('storage', `Cannot ${action} ${relative} (${code}). ${next}`, { cause: error });
}

/** Whether the file system reported that the file does not exist. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
