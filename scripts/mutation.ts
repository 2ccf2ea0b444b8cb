import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import config from '../stryker.config.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const isCapability = (argument: string) => existsSync(new URL(`../lambda/${argument}`, import.meta.url));

/**
 * Runs mutation tests over the kernel, the domains and the use-cases, or over those of the capabilities that
 * are named: `npm run mutation -- sessions liveness`. Options go to Stryker as they are, such as
 * `--mutate lambda/kernel/decision.ts` or `--concurrency 1`.
 */
const args = process.argv.slice(2);
const named = args.filter(isCapability);
// "lambda/*/..." of the configuration, of the named capabilities only
const mutate = named.flatMap((capability) =>
  config.mutate.map((pattern) => pattern.replace('lambda/*', `lambda/${capability}`)),
);
const { status } = spawnSync(
  'npx',
  [
    'stryker',
    'run',
    ...(mutate.length > 0 ? ['--mutate', mutate.join(',')] : []),
    ...args.filter((argument) => !isCapability(argument)),
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
