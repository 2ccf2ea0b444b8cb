import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { expect, it, onTestFinished, vi } from 'vitest';

it('takes a bundle that an earlier synthesis of the same sources has kept, and adds its files', async () => {
  const root = mkdtempSync(join(tmpdir(), 'face-idv-bundles-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [bundles, outdir] = [join(root, 'kept'), join(root, 'out')];
  mkdirSync(join(bundles, 'late-check'), { recursive: true });
  writeFileSync(join(bundles, 'late-check/index.mjs'), '// kept');
  // the folder stays with the module
  vi.resetModules();
  const { handlerCode, keepBundlesIn } = await import('../../lib/constructs/handler-code.ts');
  keepBundlesIn(bundles);

  const app = new App({ analyticsReporting: false, outdir });
  handlerCode('late-check', { 'policy.json': '{}' }).bind(new Stack(app, 'Any'));

  const [asset = ''] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const text = (file: string) => readFileSync(join(outdir, asset, file), 'utf8');
  expect([text('index.mjs'), text('policy.json')]).toEqual(['// kept', '{}']);
});
