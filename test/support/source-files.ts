import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports: files by their path from the root, packages by their name. */
  readonly imports: readonly string[];
}

/** Every file of TypeScript or JavaScript below a folder of the project; none where the folder does not exist. */
export function sourceFilesOf(folder: string): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(
      (path) => /\.(tsx?|m?js)$/.test(path) && !/(node_modules|dist)\//.test(path) && !path.endsWith('.d.ts'),
    )
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/** Static, dynamic and re-exported imports; strings and comments that only look like them are rare enough. */
function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\s(?:[^'"=;]*?\sfrom\s)?['"]([^'"]+)['"]/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)];
  return [...specifiers, ...dynamic].map(([, specifier = '']) =>
    specifier.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(path), specifier)).replaceAll('\\', '/')
      : specifier,
  );
}

/** The first ring of files that import one another; its first file is named again at its end. */
export function findRing(sources: readonly SourceFile[]): readonly string[] | undefined {
  const imports = new Map(sources.map((source) => [source.path, source.imports]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const imported of imports.get(path) ?? []) {
      const ring = visit(imported, [...trail, path]);
      if (ring) return ring;
    }
    done.add(path);
    return undefined;
  };
  return sources.map(({ path }) => visit(path, [])).find((ring) => ring !== undefined);
}
