'use strict';

// Loaded before everything else, so written in a language that any Node.js reads: on an old one, the first file of
// this project would fail with a syntax error.

const { engines } = require('../../package.json');

/** Why this version of Node.js cannot run the project; undefined when it can. */
function refusalOf(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  const [floorMajor, floorMinor] = engines.node.replace('>=', '').split('.').map(Number);
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return undefined;
  return `face-idv requires Node.js ${floorMajor}.${floorMinor} or later; this is ${version}`;
}

const refusal = refusalOf(process.version);
if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}

module.exports = { refusalOf };
