import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { synthesize } from '../support/synthesize.ts';

it.each([
  ['local', 'any account', undefined],
  ['dev', 'any account', undefined],
  ['dev', 'a named account', '111122223333'],
  ['prod', 'any account', undefined],
])(
  'stage %s for %s keeps the AwsSolutions rules, but for findings accepted with a reason',
  (stage, _, account) => {
    const { app } = synthesize(stage, account);
    const report = new AwsSolutionsChecks(app).validateScope(app);
    const findings = report.violations.map(({ ruleName, violatingResources }) => [
      ruleName,
      violatingResources.map(({ constructPath }) => constructPath),
    ]);
    expect(findings).toEqual([]);
  },
);
