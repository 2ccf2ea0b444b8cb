#!/usr/bin/env bash
# Checks the templates of every stage, as it is and with every optional part, with cfn-lint: it knows CloudFormation's schemas
# and rules that neither the CDK nor cdk-nag checks. Needs Python 3.10 or later with pip; not part of npm test.
# All files are below .local/witness. Exit code 0: no errors and no warnings.
set -euo pipefail
cd "$(dirname "$0")/.."

CFN_LINT_VERSION=1.58.0
# a resource type must exist in all of them: that of the stages, and the second region of scripts/templates.ts
REGIONS=(eu-west-1 eu-central-1)
WITNESS="$PWD/.local/witness"
VENV="$WITNESS/cfn-lint"
TEMPLATES="$WITNESS/templates"

# W3005: the CDK writes DependsOn next to a GetAtt of the same resource; it is redundant and changes nothing
IGNORED=W3005

mkdir -p "$WITNESS"
[ -x "$VENV/bin/pip" ] || python3 -m venv "$VENV"
"$VENV/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$CFN_LINT_VERSION"

rm -rf "$TEMPLATES"
CDK_VALIDATION=false node --import tsx scripts/templates.ts "$TEMPLATES"

found=0
for folder in "$TEMPLATES"/*; do
  echo "cfn-lint $CFN_LINT_VERSION: $(basename "$folder")"
  "$VENV/bin/cfn-lint" --ignore-checks "$IGNORED" --regions "${REGIONS[@]}" --template "$folder"/*.template.json || found=$?
done
exit "$found"
