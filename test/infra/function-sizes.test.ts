import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../lambda/api/functions.ts';
import { sizeOf } from '../../lib/constructs/function-sizes.ts';
import { bundleHandlers, contentsOfBundles } from '../../lib/constructs/handler-bundles.ts';
import { synthesize } from '../../local/start/synthesize.ts';
import { bareSource, bundleBare } from '../support/bare-bundles.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Code that no function may load: only development machines, containers, X-Ray's old SDK or JMESPath need it. */
const UNWANTED =
  /node_modules\/(?:aws-xray-sdk|@aws-lambda-powertools\/jmespath|@aws-sdk\/(?:nested-clients|credential-provider-(?!env)|token-providers))/;

/** The bundles of the flows, since making them takes longer than all else here. */
async function bundlesMade(): Promise<ReturnType<typeof contentsOfBundles>> {
  const { bundles } = await synthesize(root, join(root, '.local'));
  if (!existsSync(bundles)) bundleHandlers(bundles);
  return contentsOfBundles(bundles);
}

it('no function is much larger than the SDK clients it uses, or contains what Lambda never runs', async () => {
  const { outputs } = await bundlesMade();
  const named = Object.entries(outputs).map(([output, bundle]) => ({
    name: basename(dirname(output)),
    bundle,
    bare: bareSource(bundle),
  }));
  expect(named.map(({ name }) => name).sort()).toEqual([...FUNCTION_NAMES].sort());
  const folder = mkdtempSync(join(tmpdir(), 'face-idv-sizes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // many functions use the same clients
  const sources = [...new Set(named.map(({ bare }) => bare))];
  const bytes = bundleBare(
    Object.fromEntries(sources.map((source, index) => [String(index), source])),
    folder,
  );
  for (const { name, bundle, bare } of named) {
    const over = (bundle.bytes - (bytes.get(String(sources.indexOf(bare))) ?? 0)) / 1000;
    expect(over, `KB of ${name} over the SDK`).toBeLessThan(sizeOf(name as FunctionName).maxKbOverSdk);
    const unwanted = Object.entries(bundle.inputs).filter(
      ([path, { bytesInOutput }]) => bytesInOutput > 0 && UNWANTED.test(path),
    );
    expect(unwanted, name).toEqual([]);
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
