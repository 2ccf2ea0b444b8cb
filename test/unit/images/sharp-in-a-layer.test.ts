import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'face-idv-layer-'));
});
afterAll(() => rm(directory, { recursive: true }));

it('finds sharp in a layer, which Lambda names by NODE_PATH alone', async () => {
  const modules = join(directory, 'layer', 'node_modules');
  await mkdir(modules, { recursive: true });
  await symlink(join(root, 'node_modules/sharp'), join(modules, 'sharp'), 'dir');
  const bundle = join(directory, 'task', 'index.mjs');
  await build({
    stdin: {
      contents: `
        import { sharpImageEditor } from './lambda/images/adapters/sharp-image-editor.ts';
        const pixel = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
        const { widthPx, heightPx } = await sharpImageEditor.edit(pixel, 100);
        process.stdout.write(widthPx + 'x' + heightPx);`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['sharp'],
    outfile: bundle,
  });
  const { stdout } = await promisify(execFile)(process.execPath, [bundle], {
    env: { ...process.env, NODE_PATH: modules },
  });
  expect(stdout).toBe('1x1');
});
