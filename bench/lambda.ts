import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { bundleHandlers } from '../lib/constructs/handler-bundles.ts';
import { bareSource, bundleBare } from '../test/support/bare-bundles.ts';
import {
  FUNCTION_ENVIRONMENT,
  SECOND_REGION_ENVIRONMENT,
} from '../test/support/lambda/function-environment.ts';
import { coldSteps, sumOfSteps } from './cold-path.ts';

/** Size and loading time of every function, beside those of the bare clients of the SDK that it uses. */
const SAMPLES = 15;
const KB = 1000;

/** Imports a module in a process of its own and prints how long that took, in milliseconds. */
const IMPORT = `
  const startedAt = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt));
  process.exit(0);`;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Replication's functions exist only where there is a second region. */
const ofSecondRegion = (name: string) => (name.includes('replicat') ? SECOND_REGION_ENVIRONMENT : {});

const importMs = (file: string, name: string): number =>
  Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', IMPORT, file], {
      env: { PATH: process.env.PATH, ...FUNCTION_ENVIRONMENT, ...ofSecondRegion(name) },
      encoding: 'utf8',
    }),
  );

const folder = mkdtempSync(join(tmpdir(), 'face-idv-bench-lambda-'));
try {
  const { metafile } = bundleHandlers(join(folder, 'functions'));
  const bundles = Object.entries(metafile.outputs).map(([output, bundle]) => ({
    name: basename(dirname(output)),
    output,
    bundle,
  }));
  const bareFolder = mkdtempSync(join(folder, 'bare-'));
  const bareBytes = bundleBare(
    Object.fromEntries(bundles.map(({ name, bundle }) => [name, bareSource(bundle)])),
    bareFolder,
  );
  const functions = bundles.map(({ name, output, bundle }) => {
    const bareFile = join(bareFolder, name, 'index.mjs');
    // one after the other, so that both meet the same machine
    const times = Array.from({ length: SAMPLES }, () => ({
      own: importMs(resolve(output), name),
      bare: importMs(bareFile, name),
    }));
    const own = median(times.map((time) => time.own));
    const bare = median(times.map((time) => time.bare));
    const row = {
      name,
      kb: rounded(bundle.bytes / KB),
      over_bare_kb: rounded((bundle.bytes - (bareBytes.get(name) ?? 0)) / KB),
      init_ms: rounded(own, 1),
      bare_init_ms: rounded(bare, 1),
      init_ratio: rounded(own / bare, 2),
    };
    process.stdout.write(
      `lambda: ${name}: ${row.kb} KB, ${row.over_bare_kb} over the SDK; ${row.init_ms} ms, ratio ${row.init_ratio}\n`,
    );
    return row;
  });
  const steps = coldSteps();
  const initOf = (name: string) => functions.find((one) => one.name === name)?.init_ms ?? Number.NaN;
  const onSdk = functions.filter(({ bare_init_ms }) => bare_init_ms > 1);
  const figures = {
    largest_kb: Math.max(...functions.map(({ kb }) => kb)),
    median_kb: median(functions.map(({ kb }) => kb)),
    over_bare_kb_max: Math.max(...functions.map(({ over_bare_kb }) => over_bare_kb)),
    init_ratio_median: median(onSdk.map(({ init_ratio }) => init_ratio)),
    init_ratio_max: Math.max(...onSdk.map(({ init_ratio }) => init_ratio)),
    cold_functions_in_sequence: steps.length,
    cold_init_ms_sum: rounded(sumOfSteps(steps, initOf), 1),
    load_average: rounded(loadavg()[0] ?? 0, 2),
    functions,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
