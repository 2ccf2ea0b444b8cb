import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definition.ts';

export interface OperationsAlarmsProps {
  readonly definitions: readonly AlarmDefinition[];
  /** Where they are sent; undefined where they only show on the dashboard. */
  readonly topic: ITopic | undefined;
}

/** Alarms, each with a reason for its threshold and its own heading in the runbook. */
export class OperationsAlarms extends Construct {
  constructor(scope: Construct, id: string, { definitions, topic }: OperationsAlarmsProps) {
    super(scope, id);
    for (const definition of definitions) {
      const alarm = new Alarm(this, definition.name.replaceAll(' ', ''), {
        alarmDescription: `${definition.name}: ${definition.reason} Runbook: docs/runbook.md#${anchor(definition.name)}`,
        metric: definition.metric,
        threshold: definition.threshold,
        evaluationPeriods: definition.evaluationPeriods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}

const anchor = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
