import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName, handlerPath } from '../../lambda/api/functions.ts';
import { FUNCTION_RUNTIME } from './function-runtime.ts';

const runtimeCode = join(import.meta.dirname, '../../lambda');

/** Packages written for CommonJS call `require`, which modules lack. */
const REQUIRE_FOR_MODULES =
  "import { createRequire as bundleRequire } from 'node:module';const require = bundleRequire(import.meta.url);";

/**
 * Bundles a handler as one module. The SDK is bundled at
 * the tested version; sharp is native and comes as a layer.
 * @param files what the function reads beside its code, by name
 */
export function handlerCode(name: FunctionName, files: Readonly<Record<string, string>>): AssetCode {
  return Code.fromAsset(runtimeCode, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: FUNCTION_RUNTIME.bundlingImage,
      // the CDK bundles once for equal options, and it ignores the function below
      environment: { HANDLER: name, ...files },
      local: {
        tryBundle: (directory) => {
          bundles ??= bundleAll();
          cpSync(join(bundles, name), directory, { recursive: true });
          for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
          return true;
        },
      },
    },
  });
}

/** Folder with one folder per handler, once one is needed. */
let bundles: string | undefined;

/**
 * Bundles all handlers at once in this process: shared modules, above all the SDK, are read once rather than
 * some fifty times as by the CDK's own bundler, which also starts npx each time.
 */
function bundleAll(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'face-idv-handlers-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  buildSync({
    entryPoints: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [`${name}/index`, join(runtimeCode, handlerPath(name))]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    // the same bundle runs on the laptop, whose Node.js may be as old as `engines` of package.json allows
    target: 'node20.19',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['sharp'],
    banner: { js: REQUIRE_FOR_MODULES },
    minify: true,
    keepNames: true,
    logLevel: 'warning',
  });
  return outdir;
}
