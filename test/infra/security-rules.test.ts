import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { synthesize } from '../support/synthesize.ts';

it.each(['local', 'dev', 'prod'])(
  'stage %s keeps the AwsSolutions rules, but for findings accepted with a reason',
  (stage) => {
    const { app } = synthesize(stage);
    const report = new AwsSolutionsChecks(app).validateScope(app);
    const findings = report.violations.map(({ ruleName, violatingResources }) => [
      ruleName,
      violatingResources.map(({ constructPath }) => constructPath),
    ]);
    expect(findings).toEqual([]);
  },
);
