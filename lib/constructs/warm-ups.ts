import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WARM_UP_EVENT } from '../../lambda/kernel/warm-up.ts';

export interface WarmUpsProps {
  readonly functions: readonly IFunction[];
  readonly every: Duration;
}

/** Targets that a rule of EventBridge may have. */
const TARGETS_PER_RULE = 5;
/** Maximum age of an event: the next one warms as well. */
const MAX_EVENT_AGE = Duration.minutes(1);

/** Rules that call functions on schedule, so that one instance of each stays loaded. */
export class WarmUps extends Construct {
  constructor(scope: Construct, id: string, { functions, every }: WarmUpsProps) {
    super(scope, id);
    for (let first = 0; first < functions.length; first += TARGETS_PER_RULE) {
      new Rule(this, `Rule${first / TARGETS_PER_RULE}`, {
        description: 'Keeps an instance of each function loaded that a person waits for',
        schedule: Schedule.rate(every),
        targets: functions.slice(first, first + TARGETS_PER_RULE).map(
          (fn) =>
            new LambdaFunction(fn, {
              event: RuleTargetInput.fromObject(WARM_UP_EVENT),
              retryAttempts: 0,
              maxEventAge: MAX_EVENT_AGE,
            }),
        ),
      });
    }
  }
}
