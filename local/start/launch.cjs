'use strict';

// Starts a program of this project with settings that Node.js and the C library read only when a process begins.

require('./node-floor.cjs');
const { spawn } = require('node:child_process');

/** A local cloud waits most of the time: less memory for compiled code and young objects costs it no time. */
const FLAGS = ['--optimize-for-size', '--max-semi-space-size=4', '--import', 'tsx'];
/** glibc keeps what a thread has freed in an arena of its own: 13 MB per warm function, in up to 16 arenas. */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };
const PARENT_CHECK_MS = 1000;

function launch(args) {
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    stdio: 'inherit',
    env: { ...ENVIRONMENT, ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('close', (code) => process.exit(code ?? 1));
  if (process.env.npm_lifecycle_event === undefined) return;
  // npm passes a SIGTERM to its shell, which ends without passing it on
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, PARENT_CHECK_MS);
}

if (require.main === module) launch(process.argv.slice(2));

module.exports = { ENVIRONMENT, FLAGS };
