import { Buffer } from 'node:buffer';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What lies at a path of a test repository; a hole is a sparse file of that many bytes. */
export type Content = string | Uint8Array | { readonly linkTo: string } | { readonly hole: number };
export type Tree = ReadonlyMap<string, Content>;
/** Changes a repository. */
export type Edit = (tree: Tree) => Tree;

/** Replaces the only occurrence of a piece of a file. */
export function replace(path: string, from: string, to: string): Edit {
  return (tree) => {
    const before = tree.get(path);
    if (typeof before !== 'string') throw new Error(`no text to edit: ${path}`);
    if (before.split(from).length !== 2) throw new Error(`${path} does not hold exactly one ${JSON.stringify(from)}`);
    return new Map(tree).set(
      path,
      before.replace(from, () => to),
    );
  };
}

export function write(path: string, content: Content): Edit {
  return (tree) => new Map(tree).set(path, content);
}

export function append(path: string, text: string): Edit {
  return (tree) => new Map(tree).set(path, `${String(tree.get(path) ?? '')}${text}`);
}

/** Removes a file, or everything below a folder. */
export function remove(path: string): Edit {
  return (tree) => new Map([...tree].filter(([one]) => one !== path && !one.startsWith(`${path}/`)));
}

export function move(from: string, to: string): Edit {
  return (tree) => new Map([...tree].map(([path, content]) => [path === from ? to : path, content]));
}

export function all(...edits: readonly Edit[]): Edit {
  return (tree) => edits.reduce((edited, edit) => edit(edited), tree);
}

/** Writes a repository to an empty folder. */
export function writeTree(root: string, tree: Tree): void {
  rmSync(root, { recursive: true, force: true });
  for (const [path, content] of tree) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string') writeFileSync(file, content);
    else if (content instanceof Uint8Array) writeFileSync(file, Buffer.from(content));
    else if ('linkTo' in content) symlinkSync(content.linkTo, file);
    else {
      writeFileSync(file, '');
      truncateSync(file, content.hole);
    }
  }
}
