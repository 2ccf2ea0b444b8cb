import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync, type Metafile } from 'esbuild';
import { FUNCTION_NAMES, handlerPath } from '../../lambda/api/functions.ts';

/** Folder of the handlers and everything they import. */
export const RUNTIME_CODE = join(import.meta.dirname, '../../lambda');

/** Packages written for CommonJS call `require`, which modules lack. */
const REQUIRE_FOR_MODULES =
  "import { createRequire as bundleRequire } from 'node:module';const require = bundleRequire(import.meta.url);";

/** How a function becomes one module. The SDK is bundled at the tested version. */
export const MODULE_OPTIONS: BuildOptions & { readonly metafile: true } = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  // the same bundle runs on the laptop, whose Node.js may be as old as `engines` of package.json allows
  target: 'node20.19',
  format: 'esm',
  mainFields: ['module', 'main'],
  // native, and so a layer of its own
  external: ['sharp'],
  banner: { js: REQUIRE_FOR_MODULES },
  minify: true,
  logLevel: 'warning',
  metafile: true,
};

/** File beside the bundles. */
const CONTENTS = 'contents.json';

/** Packages for which a bundle contains something smaller. */
const REPLACED_PACKAGES = {
  '@aws-sdk/credential-provider-node': join(RUNTIME_CODE, 'platform/environment-credentials.ts'),
  '@aws-lambda-powertools/jmespath': join(RUNTIME_CODE, 'platform/member-path.ts'),
  '@aws-lambda-powertools/jmespath/functions': join(RUNTIME_CODE, 'platform/member-path.ts'),
};

/**
 * Bundles all handlers at once in this process, one folder per handler: shared modules, above all the SDK,
 * are read once rather than some fifty times as by the CDK's own bundler, which also starts npx each time.
 * What they consist of is kept beside them, for {@link contentsOfBundles}.
 */
export function bundleHandlers(outdir: string): BuildResult<{ metafile: true }> {
  const built = buildSync({
    ...MODULE_OPTIONS,
    entryPoints: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [`${name}/index`, join(RUNTIME_CODE, handlerPath(name))]),
    ),
    outdir,
    alias: REPLACED_PACKAGES,
  });
  writeFileSync(join(outdir, CONTENTS), JSON.stringify(built.metafile));
  return built;
}

/** Reads what the bundles in a folder consist of. */
export const contentsOfBundles = (folder: string): Metafile =>
  JSON.parse(readFileSync(join(folder, CONTENTS), 'utf8')) as Metafile;
