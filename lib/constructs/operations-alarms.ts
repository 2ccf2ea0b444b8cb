import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmDefinitions, type Watched } from './alarm-definitions.ts';

export interface OperationsAlarmsProps extends Watched {
  readonly key: IKey;
}

/** Alarms, each with a reason for its threshold and its own heading in the runbook. */
export class OperationsAlarms extends Construct {
  constructor(scope: Construct, id: string, props: OperationsAlarmsProps) {
    super(scope, id);
    const { config } = props;
    const topic = config.alarmEmail ? this.topic(config.alarmEmail, props.key) : undefined;
    for (const definition of alarmDefinitions(props)) {
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

  private topic(email: string, key: IKey): Topic {
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

const anchor = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
