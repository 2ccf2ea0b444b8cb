import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../lambda/api/functions.ts';
import { FUNCTION_RUNTIME } from './function-runtime.ts';
import { bundleHandlers, RUNTIME_CODE } from './handler-bundles.ts';

/**
 * Code of a function: its handler as one module.
 * @param files what the function reads beside its code, by name
 */
export function handlerCode(name: FunctionName, files: Readonly<Record<string, string>>): AssetCode {
  return Code.fromAsset(RUNTIME_CODE, {
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
let kept: string | undefined;

/**
 * Keeps the bundles in a folder, or takes those that are in it: they follow from the sources alone, and
 * making them takes longer than the rest of a synthesis.
 * @param folder of these very sources, whose name says so; it need not be there yet
 */
export function keepBundlesIn(folder: string): void {
  kept = folder;
}

function bundleAll(): string {
  if (kept && existsSync(kept)) return kept;
  const outdir = mkdtempSync(kept ? `${kept}-` : join(tmpdir(), 'face-idv-handlers-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  bundleHandlers(outdir);
  return kept ? renamed(outdir, kept) : outdir;
}

function renamed(made: string, folder: string): string {
  try {
    renameSync(made, folder);
  } catch (error) {
    // another process has made the same bundles in the meantime
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
