import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import type { FunctionName } from '../../lambda/runtime/env.ts';

const handlers = join(import.meta.dirname, '../../lambda/handlers');

/** Packages written for CommonJS call `require`, which a module has not got by itself. */
const REQUIRE_FOR_MODULES =
  "import { createRequire as bundleRequire } from 'node:module';const require = bundleRequire(import.meta.url);";

/**
 * Bundles a handler into one module, in this process: the CDK's own bundler starts npx for each function, which costs
 * more than the bundling. The SDK is bundled at the version that was tested; sharp is native and comes as a layer.
 */
export function handlerCode(name: FunctionName): AssetCode {
  return Code.fromAsset(handlers, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('public.ecr.aws/sam/build-nodejs22.x'),
      // the CDK bundles once for equal options, and it does not see into the function below
      environment: { HANDLER: name },
      local: {
        tryBundle: (directory) => {
          buildSync({
            entryPoints: [join(handlers, `${name}.ts`)],
            outfile: join(directory, 'index.mjs'),
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
          return true;
        },
      },
    },
  });
}
