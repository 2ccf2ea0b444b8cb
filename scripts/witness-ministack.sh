#!/usr/bin/env bash
# Deploys the templates to MiniStack, an independent emulator with CloudFormation, starts the local Rekognition next to it
# and registers the sample person there. For the expected result see docs/other-emulators.md.
# Needs Python 3.10 or later with pip. All files are below .local/witness; MiniStack is stopped at the end.
#
#   scripts/witness-ministack.sh            # PORT (4666) and REKOGNITION_PORT (4699) choose other ports
#   PATCH=1 scripts/witness-ministack.sh     # with Assign of Parallel states added to the copy of MiniStack used here
set -euo pipefail
cd "$(dirname "$0")/.."

MINISTACK_VERSION=1.5.33
CRYPTOGRAPHY_VERSION=50.0.2 # without it MiniStack can't sign tokens that its own authorizer takes
PORT="${PORT:-4666}"
REKOGNITION_PORT="${REKOGNITION_PORT:-4699}"
WITNESS="$PWD/.local/witness"

# MiniStack begins empty, so the faces of the last run belong to nobody
rm -rf .local/other-endpoint/rekognition/collections
mkdir -p "$WITNESS/tmp"
[ -x "$WITNESS/venv/bin/ministack" ] || python3 -m venv "$WITNESS/venv"
"$WITNESS/venv/bin/pip" install --quiet --disable-pip-version-check \
  "ministack==$MINISTACK_VERSION" "cryptography==$CRYPTOGRAPHY_VERSION"

STEP_FUNCTIONS="$(echo "$WITNESS"/venv/lib/python3*/site-packages/ministack/services/stepfunctions.py)"
[ -f "$STEP_FUNCTIONS.original" ] || cp "$STEP_FUNCTIONS" "$STEP_FUNCTIONS.original"
cp "$STEP_FUNCTIONS.original" "$STEP_FUNCTIONS"
if [ "${PATCH:-}" = 1 ]; then
  ASSIGN='    _apply_state_assign(state_def, raw_input, ctx, result=results)'
  sed -i "/^def _run_parallel_branches/,/^def /s/^    result = _apply_result_selector(state_def, results)\$/$ASSIGN\n&/" \
    "$STEP_FUNCTIONS"
  grep --quiet --fixed-strings "$ASSIGN" "$STEP_FUNCTIONS" || { echo "MiniStack has changed: the patch no longer applies"; exit 1; }
fi

# functions are unpacked below TMPDIR: inside the project they find its sharp, which on AWS comes as a layer; the empty
# package.json keeps MiniStack's own scripts CommonJS
echo '{}' >"$WITNESS/tmp/package.json"
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
GATEWAY_PORT="$PORT" BIND_HOST=127.0.0.1 MINISTACK_REGION=eu-west-1 TMPDIR="$WITNESS/tmp" \
  "$WITNESS/venv/bin/ministack" >"$WITNESS/ministack.log" 2>&1 &
MINISTACK=$!
trap 'kill "$MINISTACK" 2>/dev/null || true' EXIT
for _ in $(seq 60); do
  kill -0 "$MINISTACK" 2>/dev/null || { tail "$WITNESS/ministack.log"; exit 1; }
  curl --silent --fail --output /dev/null "http://127.0.0.1:$PORT/_ministack/health" && break
  sleep 0.5
done

AWS_ENDPOINT_URL="http://127.0.0.1:$PORT" AWS_ENDPOINT_URL_REKOGNITION="http://127.0.0.1:$REKOGNITION_PORT" \
  npm start -- --leave-out AWS::CloudWatch::Alarm
