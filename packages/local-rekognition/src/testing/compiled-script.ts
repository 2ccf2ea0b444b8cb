import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
/** Within the project, where a script finds its packages. */
const COMPILED = join(PACKAGES, '../node_modules/.cache/face-idv-scripts');

/**
 * Compiles a script of the tests and all that it imports of this project into one file of plain JavaScript,
 * and gives its path. Loading TypeScript takes each process one to two seconds of CPU time, and tests of
 * crashes start many.
 */
export function compiledScript(script: string): Promise<string> {
  const found = known.get(script) ?? compiled(script);
  known.set(script, found);
  return found;
}

const known = new Map<string, Promise<string>>();

async function compiled(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [script],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'inline',
    plugins: [ownPackages],
  });
  const code = outputFiles[0]?.text ?? '';
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const file = join(COMPILED, `${basename(script, '.ts')}-${hash}.mjs`);
  await mkdir(COMPILED, { recursive: true });
  // another process may compile the same: a file is complete when it gets its name
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
  return file;
}

/** Bundles the packages of this project as well, and leaves each module where its files lie. */
const ownPackages: Plugin = {
  name: 'own-packages',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@face-idv\// }, ({ path }) => {
      const [, name = '', ...inside] = path.split('/');
      return { path: join(PACKAGES, name, 'src', `${inside.join('/') || 'index'}.ts`) };
    });
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};
