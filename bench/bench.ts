import '../local/start/quiet-sdk.ts';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each benchmark is a program of its own, so that none is measured in a process that another has warmed. */
const BENCHMARKS: Readonly<Record<string, string>> = {
  rekognition: '../packages/local-rekognition/bench/bench.ts',
  cloud: 'cloud.ts',
  registration: 'registration.ts',
  scale: 'scale.ts',
  decide: 'decide.ts',
  'index-outcomes': 'index-outcomes.ts',
  lambda: 'lambda.ts',
  deletions: 'deletions.ts',
  'near-copies': 'near-copies.ts',
  pages: 'pages.ts',
};

const [name = '', ...rest] = process.argv.slice(2);
const file = BENCHMARKS[name];
if (!file) {
  const isHelp = name === '--help';
  const output = isHelp ? process.stdout : process.stderr;
  output.write(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')} [--json]\n`);
  process.exit(isHelp ? 0 : 1);
}
const program = fileURLToPath(new URL(file, import.meta.url));
spawn(process.execPath, ['--import', 'tsx', program, ...rest], { stdio: 'inherit' }).once('close', (code) => {
  process.exitCode = code ?? 1;
});
