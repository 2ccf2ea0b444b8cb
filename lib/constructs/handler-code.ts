import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName, handlerPath } from '../../lambda/api/functions.ts';

const runtimeCode = join(import.meta.dirname, '../../lambda');

/** Packages written for CommonJS call `require`, which a module has not got by itself. */
const REQUIRE_FOR_MODULES =
  "import { createRequire as bundleRequire } from 'node:module';const require = bundleRequire(import.meta.url);";

/**
 * A handler as one module. The SDK is bundled at the version that was tested; sharp is native and comes as a layer.
 */
export function handlerCode(name: FunctionName): AssetCode {
  return Code.fromAsset(runtimeCode, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('public.ecr.aws/sam/build-nodejs22.x'),
      // the CDK bundles once for equal options, and it does not see into the function below
      environment: { HANDLER: name },
      local: {
        tryBundle: (directory) => {
          bundles ??= bundleAll();
          cpSync(join(bundles, name), directory, { recursive: true });
          return true;
        },
      },
    },
  });
}

/** Folder with a folder for each handler, once one is asked for. */
let bundles: string | undefined;

/**
 * All handlers at once, in this process: what they share, the SDK above all, is read once and not some fifty times, as
 * the CDK's own bundler would, which also starts npx for each of them.
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
    target: 'node20.19',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['sharp'],
    banner: { js: REQUIRE_FOR_MODULES },
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  return outdir;
}
