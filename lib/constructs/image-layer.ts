import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { z } from 'zod';
import { FUNCTION_RUNTIME } from './function-runtime.ts';

/** The version with which the project is tested. */
const sharpVersion = z
  .object({ devDependencies: z.object({ sharp: z.string() }) })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
  .devDependencies.sharp;

/**
 * sharp for Lambda's processor, built with the assets: the copy in node_modules is for the deploying machine.
 * It comes from the npm registry (or its cache) and runs no install script.
 */
export class ImageLayer extends Construct {
  readonly layer: LayerVersion;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.layer = new LayerVersion(this, 'Sharp', {
      description: `sharp ${sharpVersion} for linux-arm64`,
      compatibleArchitectures: [Architecture.ARM_64],
      compatibleRuntimes: [FUNCTION_RUNTIME],
      code: Code.fromAsset(import.meta.dirname, {
        // the whole recipe: other flags or another shape of the folder make another layer
        assetHash: createHash('sha256')
          .update(JSON.stringify({ install: installArguments(''), layout: LAYER_FOLDER }))
          .digest('hex'),
        bundling: {
          image: FUNCTION_RUNTIME.bundlingImage,
          local: { tryBundle: (directory) => installSharp(directory) },
        },
      }),
    });
  }
}

/** Where Node looks for packages of a layer. */
const LAYER_FOLDER = 'nodejs';

const installArguments = (directory: string): string[] => [
  'install',
  `sharp@${sharpVersion}`,
  '--prefix',
  `${directory}/${LAYER_FOLDER}`,
  '--os=linux',
  '--cpu=arm64',
  '--libc=glibc',
  '--ignore-scripts',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
];

function installSharp(directory: string): boolean {
  try {
    execFileSync('npm', installArguments(directory), { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Error(
      `sharp ${sharpVersion} for Lambda could not be installed from the npm registry; synthesize with access to the registry, or with "-c image-layer=skip" if the assets are not deployed`,
      { cause: error },
    );
  }
  return true;
}
