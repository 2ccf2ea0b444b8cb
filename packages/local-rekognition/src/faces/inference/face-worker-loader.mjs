// Loads face-worker.ts as one module of plain JavaScript. A thread does not inherit its parent's TypeScript
// loader, and would keep one of its own in memory for as long as it lives.

import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

/** Leaves packages where they are and modules where their files lie; a module in a URL would find neither. */
const inPlace = {
  name: 'in-place',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('node:')
        ? undefined
        : { path: import.meta.resolve(path), external: true },
    );
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }));
  },
};

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('./face-worker.ts', import.meta.url))],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [inPlace],
  // the name that traces show, instead of the URL with all the code
  footer: { js: '//# sourceURL=face-worker.js' },
});
// its process would stay for as long as this one
await stop();
await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
