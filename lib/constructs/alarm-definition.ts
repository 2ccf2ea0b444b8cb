import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm, and why it rings when it does. */
export interface AlarmDefinition {
  /** Heading in docs/runbook.md. */
  readonly name: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** Why this threshold. */
  readonly reason: string;
}
