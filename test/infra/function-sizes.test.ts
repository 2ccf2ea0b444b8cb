import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../lambda/api/functions.ts';
import { sizeOf } from '../../lib/constructs/function-sizes.ts';
import { bundleHandlers } from '../../lib/constructs/handler-bundles.ts';
import { bareSource, bundleBare } from '../support/bare-bundles.ts';

/** Code that no function may load: only development machines, containers, X-Ray's old SDK or JMESPath need it. */
const UNWANTED =
  /node_modules\/(?:aws-xray-sdk|@aws-lambda-powertools\/jmespath|@aws-sdk\/(?:nested-clients|credential-provider-(?!env)|token-providers))/;

it('no function is much larger than the SDK clients it uses, or contains what Lambda never runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'face-idv-sizes-'));
  try {
    const { metafile } = bundleHandlers(folder);
    const bundles = Object.entries(metafile.outputs);
    expect(bundles.length).toBeGreaterThan(20);
    const named = bundles.map(([output, bundle]) => ({ name: basename(dirname(output)), bundle }));
    const bare = bundleBare(
      Object.fromEntries(named.map(({ name, bundle }) => [name, bareSource(bundle)])),
      mkdtempSync(join(folder, 'bare-')),
    );
    for (const { name, bundle } of named) {
      const over = (bundle.bytes - (bare.get(name) ?? 0)) / 1000;
      expect(over, `KB of ${name} over the SDK`).toBeLessThan(sizeOf(name as FunctionName).maxKbOverSdk);
      const unwanted = Object.entries(bundle.inputs).filter(
        ([path, { bytesInOutput }]) => bytesInOutput > 0 && UNWANTED.test(path),
      );
      expect(unwanted, name).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('every function has one of the sizes that Lambda assigns, and a reason for it', () => {
  for (const name of FUNCTION_NAMES) {
    const { memoryMb, reason } = sizeOf(name);
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    expect(memoryMb, name).toBeGreaterThanOrEqual(128);
    expect(memoryMb, name).toBeLessThanOrEqual(10_240);
    expect(reason, name).toMatch(/^[A-Z].{20,}[.]$/);
  }
});
