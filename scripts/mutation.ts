import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import config from '../stryker.config.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const isCapability = (argument: string) => existsSync(new URL(`../lambda/${argument}`, import.meta.url));

/**
 * Runs mutation tests over the kernel, the domains and the use-cases against every unit test that reaches
 * them; or over the capabilities that are named against their own tests alone:
 * `npm run mutation -- sessions liveness`. Options go to Stryker as they are, such as
 * `--mutate lambda/kernel/decision.ts` or `--concurrency 1`.
 */
const args = process.argv.slice(2);
const named = args.filter(isCapability);
const ofCapabilities =
  named.length === 0
    ? []
    : [
        '--mutate',
        named
          // "lambda/*/..." of the configuration, of the named capabilities only
          .flatMap((capability) =>
            config.mutate.map((pattern) => pattern.replace('lambda/*', `lambda/${capability}`)),
          )
          .join(','),
      ];
const { status } = spawnSync(
  'npx',
  ['stryker', 'run', ...ofCapabilities, ...args.filter((argument) => !isCapability(argument))],
  // read by vitest.mutation.config.ts
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TESTS_OF: named.join(',') } },
);
process.exitCode = status ?? 1;
